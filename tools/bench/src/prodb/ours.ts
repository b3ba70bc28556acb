import { createFusedMaskedLm, initialMaskedLmWeights } from '@lf/kernels';
import { median } from '../run/median.ts';
import { readTraining } from './sessions.ts';
import type { SideResult } from './shared-task.ts';
import { maskedBatches, PRODB, prodbSize, writeTask } from './write-task.ts';

/** Steps in which compilers warm up. */
const WARM_STEPS = 3;

/** Our side in a process of its own: writes the task for Keras, then prints its result as one JSON line. */
const [browsing, folder, steps] = process.argv.slice(2);
if (browsing === undefined || folder === undefined || steps === undefined) {
  throw new TypeError('usage: ours.ts BROWSING FOLDER STEPS');
}
const { train, items } = await readTraining(browsing);
const batches = maskedBatches(train, items, Number(steps));
await writeTask(folder, train, items, batches);

const size = prodbSize(items);
const room = PRODB.batch * PRODB.time;

/** Trains on the batches from the same weights; [step] losses and seconds. */
function trainOn(rate: number): { readonly losses: number[]; readonly seconds: number[] } {
  const lm = createFusedMaskedLm({
    ...size,
    maxSessions: PRODB.batch,
    maxTokens: room,
    maxMasked: room,
  });
  lm.setWeights(initialMaskedLmWeights(size, 1));
  const seconds: number[] = [];
  const losses = batches.map((batch, step) => {
    const began = performance.now();
    const dropout = { rate, seed: step, isOnInput: false };
    const loss = lm.trainStep({ ...batch, dropout }, { learningRate: PRODB.learningRate });
    seconds.push((performance.now() - began) / 1000);
    return loss;
  });
  lm.dispose();
  return { losses, seconds };
}

const { losses } = trainOn(0);
const timed = trainOn(PRODB.dropout).seconds.slice(WARM_STEPS);
const stepSeconds = median(timed);
const stepsAnEpoch = Math.ceil((train.offsets.length - 1) / PRODB.batch);
const result: SideResult = {
  losses,
  epochSeconds: stepSeconds * stepsAnEpoch,
  measured: `${(stepSeconds * 1000).toFixed(1)} ms a step, median of ${timed.length}, times ${stepsAnEpoch} steps`,
  peakBytes: process.resourceUsage().maxRSS * 1024,
};
process.stdout.write(`${JSON.stringify(result)}\n`);
