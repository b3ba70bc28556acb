import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generateShop } from '@lf/dataset';
import { median } from '../median.ts';
import { STAGES, type Cost, type Stage } from './stages.ts';

const PYTHON = fileURLToPath(new URL('../../.venv/bin/python', import.meta.url));
const PANDAS = fileURLToPath(new URL('../../python/dataset.py', import.meta.url));
const OURS = fileURLToPath(new URL('./ours.ts', import.meta.url));

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '10000000' },
    runs: { type: 'string', default: '3' },
    folder: { type: 'string' },
  },
});
if (!existsSync(PYTHON)) throw new Error(`no ${PYTHON}: run npm run venv -w tools/bench first`);
const folder = values.folder ?? (await mkdtemp(join(tmpdir(), 'lf-bench-')));

/** What a stage reads and writes, for one of the two. */
function files(stage: Stage, who: 'ours' | 'pandas'): readonly [source: string, target: string] {
  switch (stage) {
    case 'upload':
      return [join(folder, 'browsing_train.csv'), join(folder, `${who}.raw.parquet`)];
    case 'transform':
      return [join(folder, `${who}.raw.parquet`), join(folder, `${who}.events.parquet`)];
    case 'sessions':
      return [join(folder, `${who}.events.parquet`), join(folder, `${who}.sessions.npz`)];
  }
}

/** One process, so that its peak of memory is its own. */
function measure(command: readonly string[]): Cost {
  const [file = '', ...args] = command;
  const output = execFileSync(file, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Our own two programs print it
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Cost;
}

try {
  const shop = await generateShop({ directory: folder, events: Number(values.events), seed: 42 });
  print(`${Number(values.events).toLocaleString('en')} events in ${shop.paths.browsing_train}`);
  for (const stage of STAGES) {
    const ours: Cost[] = [];
    const pandas: Cost[] = [];
    for (let run = 0; run < Number(values.runs); run++) {
      ours.push(
        measure([process.execPath, ...process.execArgv, OURS, stage, ...files(stage, 'ours')]),
      );
      pandas.push(measure([PYTHON, PANDAS, stage, ...files(stage, 'pandas')]));
    }
    report(stage, ours, pandas);
  }
} finally {
  if (values.folder === undefined) await rm(folder, { recursive: true, force: true });
}

/** One line a stage: medians, and how many times faster and smaller ours is. */
function report(stage: Stage, ours: readonly Cost[], pandas: readonly Cost[]): void {
  const seconds = [ours, pandas].map((costs) => median(costs.map((cost) => cost.seconds)));
  const gib = [ours, pandas].map(
    (costs) => Math.max(...costs.map((cost) => cost.peakBytes)) / 2 ** 30,
  );
  const [oursSeconds = NaN, pandasSeconds = NaN] = seconds;
  const [oursGib = NaN, pandasGib = NaN] = gib;
  const rows = ours[0]?.rows ?? 0;
  if (rows !== pandas[0]?.rows) {
    throw new Error(
      `${stage}: ours gives ${rows} rows, pandas ${pandas[0]?.rows ?? 0}: not the same work`,
    );
  }
  print(
    `${stage.padEnd(10)} ${rows.toLocaleString('en').padStart(12)} rows` +
      `   ours ${oursSeconds.toFixed(1)} s ${oursGib.toFixed(2)} GiB` +
      `   pandas ${pandasSeconds.toFixed(1)} s ${pandasGib.toFixed(2)} GiB` +
      `   ${(pandasSeconds / oursSeconds).toFixed(1)} x faster, ${(pandasGib / oursGib).toFixed(1)} x smaller`,
  );
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
