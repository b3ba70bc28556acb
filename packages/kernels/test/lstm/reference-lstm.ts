import type { LabelledBatch, LstmWeights } from '../../src/index.ts';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** A model in float64, written for reading: one row at a time, one step at a time, no layout tricks. */
export interface ReferenceWeights {
  kernel: Float64Array; // [action, 4 * unit]
  recurrent: Float64Array; // [unit, 4 * unit]
  bias: Float64Array; // [4 * unit]
  dense: Float64Array; // [unit]
  denseBias: Float64Array; // [1]
}

export const PARTS = ['kernel', 'recurrent', 'bias', 'dense', 'denseBias'] as const;

export function toReference(weights: LstmWeights): ReferenceWeights {
  return {
    kernel: Float64Array.from(weights.kernel),
    recurrent: Float64Array.from(weights.recurrent),
    bias: Float64Array.from(weights.bias),
    dense: Float64Array.from(weights.dense),
    denseBias: Float64Array.from(weights.denseBias),
  };
}

interface Step {
  i: number[];
  f: number[];
  g: number[];
  o: number[];
  c: number[];
  h: number[];
}

/** Loss, probabilities and gradients of a batch by the textbook equations and backpropagation through time. */
export function referenceLossAndGradients(weights: ReferenceWeights, data: LabelledBatch) {
  const { codes, lengths, labels, weights: rowWeights, batch, time } = data;
  const units = weights.dense.length;
  const gradients: ReferenceWeights = {
    kernel: new Float64Array(weights.kernel.length),
    recurrent: new Float64Array(weights.recurrent.length),
    bias: new Float64Array(weights.bias.length),
    dense: new Float64Array(units),
    denseBias: new Float64Array(1),
  };
  const probabilities = new Float64Array(batch);
  let loss = 0;
  for (let row = 0; row < batch; row++) {
    const sequence = codes.subarray(row * time, row * time + lengths[row]!);
    const steps = forward(weights, sequence);
    const last = steps.at(-1)?.h ?? zeros(units);
    const z = last.reduce((sum, h, u) => sum + h * weights.dense[u]!, weights.denseBias[0]!);
    const label = labels[row]!;
    probabilities[row] = sigmoid(z);
    const weight = rowWeights?.[row] ?? 1 / batch;
    loss += (Math.max(z, 0) - z * label + Math.log1p(Math.exp(-Math.abs(z)))) * weight;
    backward(weights, sequence, steps, (sigmoid(z) - label) * weight, gradients);
  }
  return { loss, probabilities, gradients };
}

const zeros = (units: number): number[] => new Array<number>(units).fill(0);

function forward(weights: ReferenceWeights, sequence: Uint8Array): Step[] {
  const units = weights.dense.length;
  const steps: Step[] = [];
  let { h, c } = { h: zeros(units), c: zeros(units) };
  for (const code of sequence) {
    const z = Array.from({ length: 4 * units }, (_, n) => {
      let sum = weights.kernel[code * 4 * units + n]! + weights.bias[n]!;
      for (let u = 0; u < units; u++) sum += h[u]! * weights.recurrent[u * 4 * units + n]!;
      return sum;
    });
    const i = z.slice(0, units).map(sigmoid);
    const f = z.slice(units, 2 * units).map(sigmoid);
    const g = z.slice(2 * units, 3 * units).map(Math.tanh);
    const o = z.slice(3 * units).map(sigmoid);
    c = c.map((before, u) => f[u]! * before + i[u]! * g[u]!);
    h = c.map((cell, u) => o[u]! * Math.tanh(cell));
    steps.push({ i, f, g, o, c, h });
  }
  return steps;
}

function backward(
  weights: ReferenceWeights,
  sequence: Uint8Array,
  steps: Step[],
  dLogit: number,
  gradients: ReferenceWeights,
): void {
  const units = weights.dense.length;
  gradients.denseBias[0]! += dLogit;
  steps.at(-1)?.h.forEach((h, u) => (gradients.dense[u]! += dLogit * h));
  let dh = Array.from(weights.dense, (w) => dLogit * w);
  let dc = zeros(units);
  for (let t = steps.length - 1; t >= 0; t--) {
    const { i, f, g, o, c } = steps[t]!;
    const before = steps[t - 1] ?? { c: zeros(units), h: zeros(units) };
    const dz = zeros(4 * units);
    for (let u = 0; u < units; u++) {
      const tc = Math.tanh(c[u]!);
      dc[u]! += dh[u]! * o[u]! * (1 - tc * tc);
      dz[u] = dc[u]! * g[u]! * i[u]! * (1 - i[u]!);
      dz[units + u] = dc[u]! * before.c[u]! * f[u]! * (1 - f[u]!);
      dz[2 * units + u] = dc[u]! * i[u]! * (1 - g[u]! * g[u]!);
      dz[3 * units + u] = dh[u]! * tc * o[u]! * (1 - o[u]!);
    }
    dz.forEach((d, n) => {
      gradients.kernel[sequence[t]! * 4 * units + n]! += d;
      gradients.bias[n]! += d;
      for (let u = 0; u < units; u++) {
        gradients.recurrent[u * 4 * units + n]! += before.h[u]! * d;
      }
    });
    dh = dh.map((_, u) =>
      dz.reduce((sum, d, n) => sum + d * weights.recurrent[u * 4 * units + n]!, 0),
    );
    dc = dc.map((d, u) => d * f[u]!);
  }
}
