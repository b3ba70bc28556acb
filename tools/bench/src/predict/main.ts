import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { median } from '../run/median.ts';

// CPU time a session of `lf predict`: the cost of a large file less that of a small one, so that starting the program,
// which from source takes seconds, is not counted. CPU time says what an idle machine would take; a busy one takes longer.
const LF = fileURLToPath(new URL('../../../../apps/pipeline/from-source.js', import.meta.url));
const COUNT_CPU = new URL('./count-cpu.js', import.meta.url).href;
const US_A_MINUTE = 60e6;

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '2000000' },
    small: { type: 'string', default: '100000' },
    runs: { type: 'string', default: '3' },
    cores: { type: 'string', default: '2' },
    models: { type: 'string', default: 'intent,BLEND' },
  },
});

interface Cost {
  readonly sessions: number;
  readonly cpuUs: number;
  readonly peakBytes: number;
}

const folder = await mkdtemp(join(tmpdir(), 'lf-bench-'));
const environment = {
  ...process.env,
  LF_DATASTORE_ROOT: `file:${join(folder, 'lf')}`,
  LF_LONG_SESSIONS: 'drop',
  NO_COLOR: '1',
};

function lf(args: readonly string[], counted?: string): string {
  const counting = counted === undefined ? [] : ['--import', COUNT_CPU];
  return execFileSync(process.execPath, [...counting, LF, ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...environment, ...(counted !== undefined && { BENCH_CPU_FILE: counted }) },
    maxBuffer: 2 ** 28,
  });
}

async function score(bundle: string, sessions: string): Promise<Cost> {
  const counted = join(folder, 'cpu.json');
  const out = join(folder, 'scores.parquet');
  const text = lf(
    ['predict', '--bundle', bundle, '--sessions', sessions, '--out', out, '--json'],
    counted,
  );
  // Both are documents of ours
  const report = JSON.parse(text.slice(text.indexOf('{'))) as { sessions: number };
  const cost = JSON.parse(await readFile(counted, 'utf8')) as Omit<Cost, 'sessions'>;
  return { ...cost, sessions: report.sessions };
}

try {
  lf(['shop', '--out', 'large', '--events', values.events]);
  lf(['shop', '--out', 'small', '--events', values.small]);
  await writeFile(join(folder, 'intent.json'), JSON.stringify({ EPOCHS: 1 }));
  for (const model of values.models.split(',')) {
    const flow =
      model === 'intent' ? ['intent', '--config', 'intent.json'] : ['rec', '--model', model];
    const run = `bench-${model.toLowerCase()}`;
    lf(['run', ...flow, '--data', 'small', '--run-id', run, '--plain']);
    const costs: Record<'large' | 'small', Cost[]> = { large: [], small: [] };
    for (let turn = 0; turn < Number(values.runs); turn++) {
      for (const size of ['large', 'small'] as const) {
        costs[size].push(await score(run, join(size, 'browsing_train.csv')));
      }
    }
    const of = (size: 'large' | 'small', value: (cost: Cost) => number) =>
      median(costs[size].map(value));
    const sessions = of('large', (cost) => cost.sessions) - of('small', (cost) => cost.sessions);
    const cpuUs = of('large', (cost) => cost.cpuUs) - of('small', (cost) => cost.cpuUs);
    const aSession = cpuUs / sessions;
    const aMinute = (US_A_MINUTE * Number(values.cores)) / aSession;
    process.stdout.write(
      `${model}: ${sessions.toLocaleString('en')} sessions, ${aSession.toFixed(1)} us of CPU each, ` +
        `${(Math.round(aMinute / 1000) * 1000).toLocaleString('en')} a minute on ${values.cores} cores by CPU time; ` +
        `peak ${Math.round(of('large', (cost) => cost.peakBytes) / 2 ** 20)} MiB ` +
        `(small file ${Math.round(of('small', (cost) => cost.peakBytes) / 2 ** 20)} MiB); ` +
        `medians of ${values.runs}, ${availableParallelism()} cores here\n`,
    );
  }
} finally {
  execFileSync(process.execPath, [LF, 'endpoint', 'stop', '--all'], {
    cwd: folder,
    stdio: 'ignore',
    env: environment,
  });
  await rm(folder, { recursive: true, force: true });
}
