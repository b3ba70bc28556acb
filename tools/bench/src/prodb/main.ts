import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { SideResult } from './shared-task.ts';

const PYTHON = fileURLToPath(new URL('../../.venv/keras/bin/python', import.meta.url));
const KERAS = fileURLToPath(new URL('../../python/prodb_keras.py', import.meta.url));
const OURS = fileURLToPath(new URL('./ours.ts', import.meta.url));

/** Float32 sums in two orders, over a few steps of Adam. */
const LOSS_TOLERANCE = 2e-3;

const { values } = parseArgs({
  options: {
    /** A browsing_train file. */
    browsing: { type: 'string', default: process.env.BROWSING_TRAIN_PATH ?? '' },
    /** Steps that Keras is timed for, after as many that are compared. */
    steps: { type: 'string', default: '20' },
  },
});
if (!existsSync(values.browsing)) throw new Error('give --browsing or BROWSING_TRAIN_PATH');
if (!existsSync(PYTHON)) throw new Error(`no ${PYTHON}: npm run venv:keras -w tools/bench`);

const folder = await mkdtemp(join(tmpdir(), 'lf-bench-'));
try {
  const ours = run([
    process.execPath,
    ...process.execArgv,
    OURS,
    values.browsing,
    folder,
    values.steps,
  ]);
  report('ours ', ours);
  const keras = run([PYTHON, KERAS, folder]);
  report('Keras', keras);
  const apart = ours.losses.map((loss, step) => Math.abs(loss - (keras.losses[step] ?? NaN)));
  const most = Math.max(...apart);
  print(
    `first ${apart.length} losses: ours ${spell(ours.losses)}, Keras ${spell(keras.losses)}, at most ${most.toExponential(1)} apart`,
  );
  if (!(most < LOSS_TOLERANCE)) throw new Error('not the same training: the losses differ');
  print(`${(keras.epochSeconds / ours.epochSeconds).toFixed(1)} x faster`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** One process, so that its peak of memory is its own. */
function run([file = '', ...args]: readonly string[]): SideResult {
  const output = execFileSync(file, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Our own two programs print it
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as SideResult;
}

function report(name: string, { epochSeconds, measured, peakBytes }: SideResult): void {
  const gib = (peakBytes / 2 ** 30).toFixed(2);
  print(`${name} ${epochSeconds.toFixed(0)} s an epoch, ${gib} GiB (${measured})`);
}

function spell(losses: readonly number[]): string {
  return `${losses[0]?.toFixed(4)} ... ${losses.at(-1)?.toFixed(4)}`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
