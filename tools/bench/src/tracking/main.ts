import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { median } from '../run/median.ts';
import type { Spent } from './ours.ts';
import { startServers } from './servers.ts';

// What tracking costs a training, in CPU time, which a busy machine does not change. A process for each: the training
// alone; each tracker alone, told what the training tells it; and in pairs the training without and with all at once.
const OURS = fileURLToPath(new URL('./ours.ts', import.meta.url));
const run = promisify(execFile);
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    epochs: { type: 'string', default: '30' },
    runs: { type: 'string', default: '3' },
  },
});
const servers = await startServers();

const TRACKERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  local: {},
  tensorboard: { TENSORBOARD_LOGDIR: 'logs' },
  mlflow: servers.settings.mlflow,
  wandb: servers.settings.wandb,
  'wandb offline': { WANDB_MODE: 'offline' },
  'neptune offline': { NEPTUNE_MODE: 'offline' },
};

async function spend(
  what: 'none' | 'train' | 'track',
  settings: Readonly<Record<string, string>>,
  trainMs = 0,
): Promise<Spent> {
  const args = [what, values.events, values.epochs, String(trainMs)];
  const { stdout } = await run(process.execPath, [...process.execArgv, OURS, ...args], {
    env: { ...process.env, ...settings },
  });
  // Our own program prints it
  const spent = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Spent;
  if (spent.warnings.length > 0) throw new Error(spent.warnings.join('\n'));
  return spent;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  const turns = Array.from({ length: Number(values.runs) });
  const atOnce = Object.assign({}, ...Object.values(TRACKERS), { WANDB_MODE: 'online' }) as Record<
    string,
    string
  >;
  const pairs: { readonly without: Spent; readonly with: Spent }[] = [];
  for (const _ of turns) {
    pairs.push({ without: await spend('none', {}), with: await spend('train', atOnce) });
  }
  const trainCpuMs = median(pairs.map(({ without }) => without.cpuMs));
  const trainMs = median(pairs.map(({ without }) => without.ms));
  print(
    `training: ${values.events} events, ${values.epochs} epochs, ${(trainCpuMs / 1000).toFixed(1)} s of CPU`,
  );
  for (const [name, settings] of Object.entries(TRACKERS)) {
    const costs: number[] = [];
    for (const _ of turns) costs.push((await spend('track', settings, trainMs)).cpuMs);
    const cost = median(costs);
    print(`${name}: ${cost.toFixed(0)} ms of CPU, ${((100 * cost) / trainCpuMs).toFixed(2)} %`);
  }
  const more = median(pairs.map((pair) => 100 * (pair.with.cpuMs / pair.without.cpuMs - 1)));
  print(
    `all but the offline wandb at once, in ${pairs.length} pairs: ${more.toFixed(2)} % more CPU`,
  );
} finally {
  await servers.stop();
}
