// One training step (forward, backward, Adam) of 48 units at batch 128, in the fused kernel and in
// TensorFlow.js wasm:   npx tsx packages/kernels/bench/lstm.bench.ts
import { availableParallelism } from 'node:os';
import { createFusedLstm, initialLstmWeights } from '../src/index.ts';
import { ACTIONS, BATCH, fullBatch, productFlop, UNITS } from './step-batch.ts';
import { createTfjsStep } from './tfjs-step.ts';

// What a product of [128, 48] x [48, 192] alone reached on one core of the machine in the README.
const ATTAINABLE_GFLOPS = 46;

interface Row {
  engine: string;
  time: number;
  'ms (median)': number;
  'ms (best)': number;
  'GFLOP/s': number;
  'share of bound': string;
}

function measure(engine: string, time: number, threads: number, step: () => number): Row {
  const warmUntil = performance.now() + 500;
  while (performance.now() < warmUntil) step();
  const ms: number[] = [];
  const until = performance.now() + 2000;
  while (performance.now() < until) {
    const start = performance.now();
    step();
    ms.push(performance.now() - start);
  }
  ms.sort((a, b) => a - b);
  const best = ms[0]!;
  const median = ms[ms.length >> 1]!;
  const gflops = productFlop(time) / best / 1e6;
  return {
    engine,
    time,
    'ms (median)': round(median),
    'ms (best)': round(best),
    'GFLOP/s': round(gflops),
    'share of bound': `${Math.round((100 * gflops) / (ATTAINABLE_GFLOPS * threads))} %`,
  };
}

const round = (value: number): number => Number(value.toPrecision(3));

const rows: Row[] = [];
for (const time of [20, 8]) {
  const batch = fullBatch(time);
  const losses: number[] = [];
  for (const threads of new Set([1, Math.min(availableParallelism(), BATCH / 64)])) {
    const size = { units: UNITS, actions: ACTIONS, maxBatch: BATCH, maxTime: time, threads };
    const lstm = createFusedLstm(size);
    lstm.setWeights(initialLstmWeights({ units: UNITS, actions: ACTIONS, seed: 1 }));
    const step = () => lstm.trainStep(batch, { learningRate: 0.001 });
    losses.push(step());
    rows.push(measure(`fused, threads: ${threads}`, time, threads, step));
    lstm.dispose();
  }
  const tfjsStep = await createTfjsStep(batch);
  losses.push(tfjsStep());
  rows.push(measure('TensorFlow.js wasm', time, 1, tfjsStep));
  console.log(
    `time ${time}: losses of the first step ${losses.map((l) => l.toFixed(6)).join(', ')}`,
  );
}
console.table(rows);
