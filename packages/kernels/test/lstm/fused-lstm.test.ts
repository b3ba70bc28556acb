import { afterEach, describe, expect, it } from 'vitest';
import {
  createFusedLstm,
  type FusedLstm,
  type FusedLstmOptions,
  initialLstmWeights,
  type LabelledBatch,
  type LstmWeights,
} from '../../src/index.ts';
import { createRandom } from '../../src/random/random.ts';
import { randomBatch } from './random-batch.ts';
import { PARTS, referenceLossAndGradients, toReference } from './reference-lstm.ts';

const ACTIONS = 7;
const open: FusedLstm[] = [];

function create(options: Omit<FusedLstmOptions, 'actions'>): FusedLstm {
  const lstm = createFusedLstm({ actions: ACTIONS, ...options });
  open.push(lstm);
  return lstm;
}

afterEach(() => {
  for (const lstm of open.splice(0)) lstm.dispose();
});

/** Largest difference as a share of the largest true value. */
function relativeError(values: Float32Array, truth: Float64Array): number {
  let difference = 0;
  let largest = 0;
  values.forEach((value, i) => {
    difference = Math.max(difference, Math.abs(value - truth[i]!));
    largest = Math.max(largest, Math.abs(truth[i]!));
  });
  return difference / Math.max(largest, 1e-30);
}

function weightsOf(units: number, scale = 1): LstmWeights {
  const weights = initialLstmWeights({ units, actions: ACTIONS, seed: 5 });
  for (const part of PARTS) weights[part].forEach((w, i) => (weights[part][i] = w * scale));
  return weights;
}

/** Gradients, loss and probabilities within 1e-5 of the float64 reference. */
function expectAsReference(lstm: FusedLstm, weights: LstmWeights, data: LabelledBatch): void {
  lstm.setWeights(weights);
  const truth = referenceLossAndGradients(toReference(weights), data);
  const { loss, gradients } = lstm.lossAndGradients(data);
  expect(Math.abs(loss - truth.loss) / truth.loss).toBeLessThan(1e-5);
  for (const part of PARTS) {
    expect(relativeError(gradients[part], truth.gradients[part]), part).toBeLessThan(1e-5);
  }
  expect(relativeError(lstm.predict(data), truth.probabilities)).toBeLessThan(1e-5);
}

describe('against the float64 reference, loss, probabilities and every gradient agree to 1e-5', () => {
  const cases = [
    { what: 'ragged lengths over three shards', units: 48, batch: 70, time: 12 },
    { what: 'a batch of one', units: 48, batch: 1, time: 9, minLength: 9 },
    { what: 'a time of one', units: 16, batch: 33, time: 1 },
    { what: 'units that fill no block of eight', units: 5, batch: 6, time: 7 },
    { what: 'one unit', units: 1, batch: 4, time: 3 },
    { what: 'sequences of 1,000 events', units: 24, batch: 3, time: 1000, minLength: 500 },
    { what: 'large weights that saturate the gates', units: 16, batch: 20, time: 10, scale: 12 },
  ];
  it.each(cases)('$what', ({ units, batch, time, minLength, scale }) => {
    const weights = weightsOf(units, scale);
    const data = randomBatch({ batch, time, seed: 11, ...(minLength && { minLength }) });
    const lstm = create({ units, maxBatch: batch, maxTime: time });
    expectAsReference(lstm, weights, data);
  });

  it('rows of two actions, most of which begin alike or are equal, with weights', () => {
    const data = randomBatch({ batch: 150, time: 9, seed: 12, actions: 2 });
    const random = createRandom(3);
    const shares = Float32Array.from({ length: 150 }, () => random.uniform());
    const rowWeights = Float32Array.from({ length: 150 }, () => random.uniform() / 50);
    const lstm = create({ units: 16, maxBatch: 150, maxTime: 9 });
    expectAsReference(lstm, weightsOf(16), { ...data, labels: shares, weights: rowWeights });
  });
});

it('gives rows that come in any order the gradients that they have when sorted', () => {
  const data = randomBatch({ batch: 100, time: 8, seed: 13, actions: 3 });
  const rows = Array.from({ length: 100 }, (_, row) => row);
  const codesOf = (row: number) => [...data.codes.subarray(row * 8, row * 8 + data.lengths[row]!)];
  rows.sort((a, b) => (codesOf(a).join('') < codesOf(b).join('') ? -1 : 1) || a - b);
  const sorted = {
    ...data,
    codes: Uint8Array.from(rows.flatMap((row) => [...data.codes.subarray(row * 8, row * 8 + 8)])),
    lengths: Int32Array.from(rows, (row) => data.lengths[row]!),
    labels: Uint8Array.from(rows, (row) => data.labels[row]!),
  };
  const lstm = create({ units: 16, maxBatch: 100, maxTime: 8 });
  lstm.setWeights(weightsOf(16));
  const probabilities = lstm.predict(data);
  expect(lstm.predict(sorted)).toEqual(Float32Array.from(rows, (row) => probabilities[row]!));
  const { loss, gradients } = lstm.lossAndGradients(data);
  const again = lstm.lossAndGradients(sorted);
  expect(again.loss).toBeCloseTo(loss, 7);
  for (const part of PARTS) {
    expect(relativeError(again.gradients[part], Float64Array.from(gradients[part]))).toBeLessThan(
      1e-5,
    );
  }
});

it('counts a row of weight three as it counts three rows', () => {
  const three = randomBatch({ batch: 1, time: 5, seed: 14, minLength: 5 });
  const lstm = create({ units: 8, maxBatch: 3, maxTime: 5 });
  lstm.setWeights(weightsOf(8));
  const rows = {
    codes: Uint8Array.from([...three.codes, ...three.codes, ...three.codes]),
    lengths: Int32Array.of(5, 5, 5),
    labels: Uint8Array.of(1, 0, 1),
    weights: Float32Array.of(1, 1, 1),
    batch: 3,
    time: 5,
  };
  const apart = lstm.lossAndGradients(rows);
  const together = lstm.lossAndGradients({
    ...three,
    labels: Float32Array.of(2 / 3),
    weights: Float32Array.of(3),
  });
  expect(together.loss).toBeCloseTo(apart.loss, 5);
  for (const part of PARTS) {
    const expected = Float64Array.from(apart.gradients[part]);
    expect(relativeError(together.gradients[part], expected), part).toBeLessThan(1e-5);
  }
});

it('gives the same bits for any number of threads', () => {
  const data = randomBatch({ batch: 300, time: 15, seed: 2 });
  const run = (threads: number) => {
    const lstm = create({ units: 32, maxBatch: 300, maxTime: 15, threads });
    lstm.setWeights(weightsOf(32));
    const losses = Array.from({ length: 20 }, () => lstm.trainStep(data, { learningRate: 0.01 }));
    return { losses, weights: lstm.getWeights(), probabilities: lstm.predict(data) };
  };
  const alone = run(1);
  expect(run(2)).toEqual(alone);
  expect(run(4)).toEqual(alone);
});

it('answers alike whatever stands beside a row and after its end', () => {
  const data = randomBatch({ batch: 64, time: 10, seed: 4 });
  const lstm = create({ units: 16, maxBatch: 64, maxTime: 20 });
  lstm.setWeights(weightsOf(16));
  const together = lstm.predict(data);
  const row = 9;
  const length = data.lengths[row]!;
  const codes = new Uint8Array(20).fill(7);
  codes.set(data.codes.subarray(row * 10, row * 10 + length));
  const alone = lstm.predict({ codes, lengths: Uint32Array.of(length), batch: 1, time: 20 });
  expect(alone[0]).toBe(together[row]);
});

it('predicts batches larger than maxBatch in parts', () => {
  const data = randomBatch({ batch: 50, time: 6, seed: 8 });
  const lstm = create({ units: 8, maxBatch: 50, maxTime: 6 });
  const small = create({ units: 8, maxBatch: 7, maxTime: 6 });
  lstm.setWeights(weightsOf(8));
  small.setWeights(weightsOf(8));
  expect(small.predict(data)).toEqual(lstm.predict(data));
});

it('goes on from the state of another kernel to the same bits', () => {
  const batches = [21, 22, 23].map((seed) => ({
    ...randomBatch({ batch: 40, time: 8, seed }),
    labels: Float32Array.from({ length: 40 }, (_, row) => (row + seed) % 2),
  }));
  const [first, second] = [1, 2].map(() => create({ units: 13, maxBatch: 40, maxTime: 8 }));
  if (first === undefined || second === undefined) throw new Error('two kernels were made');
  first.setWeights(weightsOf(13));
  const [before, ...after] = batches;
  first.trainStep(before!, { learningRate: 0.01 });
  second.setTrainingState(structuredClone(first.getTrainingState()));
  for (const batch of after) {
    expect(second.trainStep(batch, { learningRate: 0.01 })).toBe(
      first.trainStep(batch, { learningRate: 0.01 }),
    );
  }
  expect(second.getWeights()).toEqual(first.getWeights());
  const { steps, values } = first.getTrainingState();
  expect(steps).toBe(3);
  expect(() => second.setTrainingState({ steps, values: values.subarray(1) })).toThrow(
    /cannot take state: expected the \d+ values of such a kernel/,
  );
});

it('takes steps of Adam as Keras does', () => {
  const data = randomBatch({ batch: 40, time: 8, seed: 21 });
  const weights = weightsOf(8);
  const lstm = create({ units: 8, maxBatch: 40, maxTime: 8 });
  lstm.setWeights(weights);
  const expected = toReference(weights);
  const moments = PARTS.map((part) => expected[part].map(() => 0));
  const velocities = PARTS.map((part) => expected[part].map(() => 0));
  for (let step = 1; step <= 5; step++) {
    lstm.trainStep(data, { learningRate: 0.02 });
    const { gradients } = referenceLossAndGradients(expected, data);
    PARTS.forEach((part, p) => {
      gradients[part].forEach((g, i) => {
        const m = (moments[p]![i]! += (g - moments[p]![i]!) * 0.1);
        const v = (velocities[p]![i]! += (g * g - velocities[p]![i]!) * 0.001);
        const alpha = (0.02 * Math.sqrt(1 - 0.999 ** step)) / (1 - 0.9 ** step);
        expected[part][i]! -= (alpha * m) / (Math.sqrt(v) + 1e-7);
      });
    });
  }
  const after = lstm.getWeights();
  for (const part of PARTS) expect(relativeError(after[part], expected[part])).toBeLessThan(1e-4);
});

it('learns which sessions hold an action', () => {
  const data = randomBatch({ batch: 256, time: 8, seed: 31, minLength: 1 });
  const labels = Uint8Array.from({ length: 256 }, (_, row) =>
    data.codes.subarray(row * 8, row * 8 + data.lengths[row]!).includes(3) ? 1 : 0,
  );
  const lstm = create({ units: 16, maxBatch: 256, maxTime: 8 });
  lstm.setWeights(weightsOf(16));
  let loss = 1;
  for (let step = 0; step < 300; step++) {
    loss = lstm.trainStep({ ...data, labels }, { learningRate: 0.01 });
  }
  expect(loss).toBeLessThan(0.02);
  const right = Array.from(lstm.predict(data)).filter((p, row) => p > 0.5 === (labels[row] === 1));
  expect(right).toHaveLength(256);
});

it('gives back the weights that it was given', () => {
  const lstm = create({ units: 13, maxBatch: 1, maxTime: 1 });
  const weights = weightsOf(13);
  lstm.setWeights(weights);
  expect(lstm.getWeights()).toEqual(weights);
});

describe('refuses with the argument, what was expected and what came', () => {
  const data = randomBatch({ batch: 2, time: 3, seed: 1 });
  const small = () => create({ units: 8, maxBatch: 2, maxTime: 3 });
  it.each([
    ['a batch that is too large', { ...data, batch: 3 }, 'batch'],
    ['a time that is too long', { ...data, time: 4 }, 'time'],
    ['too few codes', { ...data, codes: data.codes.subarray(1) }, 'codes'],
    ['too few lengths', { ...data, lengths: Int32Array.of(1) }, 'lengths'],
    ['too few labels', { ...data, labels: Uint8Array.of(1) }, 'labels'],
    ['too few weights', { ...data, weights: Float32Array.of(1) }, 'weights'],
    ['a length past the time', { ...data, lengths: Int32Array.of(1, 4) }, 'lengths[1]'],
    ['a negative length', { ...data, lengths: Int32Array.of(-1, 2) }, 'lengths[0]'],
    [
      'padding before the end of a row',
      { ...data, codes: Uint8Array.of(0, 1, 2, 0, 7, 7), lengths: Int32Array.of(3, 2) },
      'codes at row 1, time 1',
    ],
  ])('%s', (_what, batch, argument) => {
    expect(() => small().lossAndGradients(batch)).toThrow(
      expect.objectContaining({ code: 'lstm_input', argument }),
    );
  });

  it('sizes out of range, and more memory than 32-bit addresses reach', () => {
    const inputError: unknown = expect.objectContaining({ code: 'lstm_input' });
    expect(() => create({ units: 0, maxBatch: 1, maxTime: 1 })).toThrow(inputError);
    expect(() => create({ units: 8, maxBatch: 1, maxTime: 1.5 })).toThrow(inputError);
    expect(() => create({ units: 512, maxBatch: 1, maxTime: 100_000 })).toThrow('4 GiB');
  });

  it('weights of another size', () => {
    expect(() => small().setWeights(weightsOf(9))).toThrow('units 8');
    const weights = { ...weightsOf(8), dense: new Float32Array(7) };
    expect(() => small().setWeights(weights)).toThrow('weights.dense');
  });

  it('a step without gradients, and any call after dispose', () => {
    const lstm = small();
    expect(() => lstm.adamStep({ learningRate: 1 })).toThrow(
      expect.objectContaining({ code: 'lstm_state' }),
    );
    lstm.dispose();
    lstm.dispose();
    expect(() => lstm.predict(data)).toThrow(expect.objectContaining({ code: 'lstm_state' }));
  });
});
