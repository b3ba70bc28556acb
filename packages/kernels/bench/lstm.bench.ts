// One training step (forward, backward, Adam) of the fused LSTM: npx tsx packages/kernels/bench/lstm.bench.ts
import { createFusedLstm, initialLstmWeights, type LabelledBatch } from '../src/index.ts';
import { createRandom } from '../src/random/random.ts';

const UNITS = 48;
const ACTIONS = 7;
const BATCH = 128;

function fullBatch(time: number): LabelledBatch {
  const random = createRandom(7);
  return {
    codes: Uint8Array.from({ length: BATCH * time }, () => Math.floor(random.uniform() * ACTIONS)),
    lengths: new Int32Array(BATCH).fill(time),
    labels: Uint8Array.from({ length: BATCH }, () => Math.floor(random.uniform() * 2)),
    batch: BATCH,
    time,
  };
}
function fused(time: number, threads: number) {
  const lstm = createFusedLstm({
    units: UNITS,
    actions: ACTIONS,
    maxBatch: BATCH,
    maxTime: time,
    threads,
  });
  lstm.setWeights(initialLstmWeights({ units: UNITS, actions: ACTIONS, seed: 1 }));
  const batch = fullBatch(time);
  const ms: number[] = [];
  for (let i = 0; i < 600; i++) {
    const start = performance.now();
    lstm.trainStep(batch, { learningRate: 0.001 });
    ms.push(performance.now() - start);
  }
  lstm.dispose();
  const sorted = ms.slice(200).sort((a, b) => a - b);
  const median = sorted[sorted.length >> 1]!;
  const flop = (time - 1) * BATCH * 2 * UNITS * 4 * UNITS * 3;
  console.log(
    time,
    threads,
    median.toFixed(3),
    sorted[0]!.toFixed(3),
    (flop / median / 1e6).toFixed(1),
    'GFLOP/s',
  );
}
for (const time of [20, 8]) for (const threads of [1, 2]) fused(time, threads);
