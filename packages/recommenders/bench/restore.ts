// How long the event loop stands still while a large model is restored:
//   node --import tsx --conditions=@lf/source packages/recommenders/bench/restore.ts
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeModelFiles } from '../src/files/model-files.ts';
import { modelOf, restoreRecommender } from '../src/index.ts';
import { blendFeatures } from '../src/training.ts';

const SESSIONS = 5_000_000;
const EVENTS_A_SESSION = 3;
const ITEMS = 60_000;
const ROUNDS = 5;

/** Numerical Recipes' generator; its square favours low items, as popularity does. */
function drawnItems(count: number): Uint32Array {
  let state = 1;
  return Uint32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) ** 2 * ITEMS);
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

const items = drawnItems(SESSIONS * EVENTS_A_SESSION);
const offsets = Uint32Array.from({ length: SESSIONS + 1 }, (_, place) => place * EVENTS_A_SESSION);
for (const choice of ['VSKNN', 'BLEND'] as const) {
  const files = writeModelFiles({
    choice,
    itemCount: ITEMS,
    config: modelOf(choice).parse({}),
    columns: {
      offsets,
      items,
      ...(choice === 'BLEND' && {
        weights: new Float64Array(blendFeatures({ linear: false, encoder: false }).length),
      }),
    },
  });
  const totals: number[] = [];
  const blocks: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    await sleep(50); // it measures from its second tick on
    delay.reset();
    const startedMs = performance.now();
    const recommender = await restoreRecommender(files);
    totals.push(performance.now() - startedMs);
    await sleep(50);
    blocks.push(delay.max / 1e6);
    delay.disable();
    recommender.dispose();
  }
  const shown = (values: readonly number[]) => `${median(values).toFixed(0)} ms`;
  process.stdout.write(`${choice}: ${shown(totals)} in all, longest pause ${shown(blocks)}\n`);
}
