import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from '../run/median.ts';
import { clusteredRows } from './clustered-rows.ts';
import type { SearchCost } from './search-cost.ts';

// The k rows of the largest product, one query at a time on one core: ours beside numpy and faiss.
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const PYTHON = at('../../.venv/bin/python');
const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '60000' },
    size: { type: 'string', default: '48' },
    k: { type: 'string', default: '20' },
    queries: { type: 'string', default: '1000' },
    runs: { type: 'string', default: '3' },
  },
});
if (!existsSync(PYTHON)) throw new Error(`no ${PYTHON}: run npm run venv -w tools/bench first`);

const { size, k, queries } = values;
const folder = await mkdtemp(join(tmpdir(), 'lf-bench-'));
const files = [join(folder, 'rows.f32'), join(folder, 'queries.f32')] as const;

/** @returns by index, the costs of one process */
function measure(side: 'ours' | 'python'): Readonly<Record<string, SearchCost>> {
  const [file, args] =
    side === 'ours'
      ? [process.execPath, [...process.execArgv, at('./ours.ts')]]
      : [PYTHON, [at('../../python/top_k.py')]];
  const output = execFileSync(file, [...args, ...files, size, k], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
  });
  // Our own two programs print it
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Record<string, SearchCost>;
}

try {
  for (const count of values.rows.split(',').map(Number)) {
    const rows = clusteredRows(count + Number(queries), Number(size));
    await writeFile(files[0], rows.subarray(0, count * Number(size)));
    await writeFile(files[1], rows.subarray(count * Number(size)));
    const costs = new Map<string, SearchCost[]>();
    for (let run = 0; run < Number(values.runs); run++) {
      for (const side of ['ours', 'python'] as const) {
        for (const [index, cost] of Object.entries(measure(side)))
          costs.set(index, [...(costs.get(index) ?? []), cost]);
      }
    }
    print(`${count} rows of ${size}, the ${k} best, medians of ${values.runs} processes`);
    for (const [index, runs] of costs) {
      const of = (value: (cost: SearchCost) => number, digits: number) =>
        median(runs.map(value)).toFixed(digits);
      print(
        `  ${index.padEnd(16)} p50 ${of(({ p50Ms }) => p50Ms, 3)} ms, p99 ${of(({ p99Ms }) => p99Ms, 3)} ms, ` +
          `recall ${of(({ recall }) => recall, 3)}, built in ${of(({ buildSeconds }) => buildSeconds, 2)} s`,
      );
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
