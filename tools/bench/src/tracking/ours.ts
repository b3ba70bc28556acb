import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { labelPrefixes, simulateSessions, splitByGroup } from '@lf/dataset';
import { chooseBackEnds, openTracker, type RunTracker } from '@lf/tracking';
import { parseIntentConfig, trainIntent } from '@lf/train-intent';

const SEED = 5;
/** As `openTracker` samples the machine. */
const SAMPLE_MS = 15_000;
const EPOCH_GAP_MS = 20;

/** CPU time of all threads, in ms, and time, in ms. */
export interface Spent {
  readonly cpuMs: number;
  readonly ms: number;
  readonly warnings: readonly string[];
}

// One process: `train` trains under a tracker; `track` tracks what such a training told, without it; `none` trains alone.
const [what, events, epochs, trainMs] = process.argv.slice(2);
if (events === undefined || epochs === undefined) throw new TypeError('ours.ts WHAT EVENTS EPOCHS');
const spent = await measured(what === 'track' ? trackAlone : train);
process.stdout.write(`${JSON.stringify(spent)}\n`);

async function measured(work: (tracker: RunTracker | null) => Promise<void>): Promise<Spent> {
  const directory = await mkdtemp(join(tmpdir(), 'lf-bench-'));
  process.chdir(directory);
  const warnings: string[] = [];
  try {
    const startedMs = performance.now();
    const cpu = process.cpuUsage();
    const tracker =
      what === 'none'
        ? null
        : openTracker({
            directory: join(directory, 'run'),
            runId: 'bench',
            experiment: 'intent',
            backEnds: chooseBackEnds(process.env),
            onWarning: (message) => warnings.push(message),
            // As many samples as during a training
            systemEveryMs:
              what === 'track'
                ? Math.max(1, (SAMPLE_MS * Number(epochs) * EPOCH_GAP_MS) / Number(trainMs))
                : SAMPLE_MS,
          });
    await work(tracker);
    await tracker?.finish('completed');
    const { user, system } = process.cpuUsage(cpu);
    return { cpuMs: (user + system) / 1000, ms: performance.now() - startedMs, warnings };
  } finally {
    process.chdir(tmpdir());
    await rm(directory, { recursive: true, force: true });
  }
}

async function train(tracker: RunTracker | null): Promise<void> {
  const { sequences } = labelPrefixes(simulateSessions({ events: Number(events), seed: SEED }));
  const { train, test } = splitByGroup(sequences, { fraction: 0.1, seed: SEED });
  const config = parseIntentConfig({ EPOCHS: Number(epochs), PATIENCE: Number(epochs) });
  const options = tracker === null ? {} : { tracker };
  await trainIntent({ train, validation: test, config, seed: SEED, ...options });
}

async function trackAlone(tracker: RunTracker | null): Promise<void> {
  tracker?.params({ ...parseIntentConfig({}), engine: 'fused', trainRows: 1, validationRows: 1 });
  for (let epoch = 1; epoch <= Number(epochs); epoch++) {
    const metrics = { loss: 1 / epoch, validationLoss: 1 / epoch, sessionsPerSecond: 1e5 + epoch };
    tracker?.metrics(metrics, epoch);
    await sleep(EPOCH_GAP_MS);
  }
  tracker?.metrics({ bestEpoch: 1, bestValidationLoss: 1 });
}
