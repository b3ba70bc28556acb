import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readPrefixes, readPrefixTimes, splitByGroup } from '@lf/dataset';
import { evaluateProbabilities, scoreTimedPrefixes, type IntentEvaluation } from '@lf/train-intent';

// Trees on what time tells of carts: ours beside LightGBM on the aggregate features, same visitors held out.
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const PYTHON = at('../../.venv/lightgbm/bin/python');
const TEST_RATIO = 0.2; // as in scoreTimedPrefixes
const { values } = parseArgs({
  options: {
    prefixes: { type: 'string', default: 'prefixes.csv.gz' },
    times: { type: 'string', default: 'prefix_times.csv.gz' },
    seeds: { type: 'string', default: '11,22,33,42,55' },
  },
});
if (!existsSync(PYTHON))
  throw new Error(`no ${PYTHON}: run npm run venv:lightgbm -w tools/bench first`);

const prefixes = await readPrefixes(values.prefixes);
const context = await readPrefixTimes(values.prefixes, values.times);
const folder = await mkdtemp(join(tmpdir(), 'lf-bench-'));
const runs: Record<'ours' | 'lightgbm', IntentEvaluation[]> = { ours: [], lightgbm: [] };

/** @returns [row of the prefixes] NaN for those that LightGBM learnt from */
async function askLightgbm(testRows: Uint32Array): Promise<Float32Array> {
  const isTest = new Uint8Array(prefixes.labels.length);
  for (const row of testRows) isTest[row] = 1;
  const files = [join(folder, 'test.u8'), join(folder, 'probabilities.f32')] as const;
  await writeFile(files[0], isTest);
  execFileSync(
    PYTHON,
    [at('../../python/intent_trees.py'), values.prefixes, values.times, ...files],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const bytes = await readFile(files[1]);
  return new Float32Array(new Uint8Array(bytes).buffer);
}

try {
  for (const seed of values.seeds.split(',').map(Number)) {
    const { test, testRows } = splitByGroup(prefixes, { fraction: TEST_RATIO, seed });
    const peer = await askLightgbm(testRows);
    runs.lightgbm.push(
      evaluateProbabilities({
        probabilities: Float32Array.from(testRows, (row) => peer[row] ?? NaN),
        labels: test.labels,
        cuts: test.cuts,
        threshold: 0.5,
      }),
    );
    const { models } = scoreTimedPrefixes({ prefixes, context, seed });
    runs.ours.push(...models.filter(({ name }) => name === 'trees').map((one) => one.evaluation));
    print(`seed ${seed}`, runs.ours.slice(-1), runs.lightgbm.slice(-1));
  }
  print(`mean of seeds ${values.seeds}`, runs.ours, runs.lightgbm);
} finally {
  await rm(folder, { recursive: true, force: true });
}

function print(
  title: string,
  ours: readonly IntentEvaluation[],
  lightgbm: readonly IntentEvaluation[],
): void {
  const lines = (ours[0]?.perCut ?? []).map(({ cut }) => {
    const mean = (of: readonly IntentEvaluation[], metric: 'rocAuc' | 'prAuc') =>
      of.reduce(
        (sum, { perCut }) => sum + (perCut.find((each) => each.cut === cut)?.[metric] ?? NaN),
        0,
      ) / of.length;
    const beside = (metric: 'rocAuc' | 'prAuc') =>
      `${mean(ours, metric).toFixed(4)} beside ${mean(lightgbm, metric).toFixed(4)}`;
    return `  k ${cut}: ROC-AUC ${beside('rocAuc')}, PR-AUC ${beside('prAuc')}`;
  });
  process.stdout.write(`${[`${title}, ours beside LightGBM`, ...lines].join('\n')}\n`);
}
