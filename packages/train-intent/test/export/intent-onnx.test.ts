import { InferenceSession, Tensor } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { exportIntentOnnx, predictIntent } from '../../src/index.ts';
import { busyWeights } from '../busy-weights.ts';
import { randomSequences, sequencesOf } from '../random-sequences.ts';

const ACTIONS = 7;
const START = 0;
const END = 1;

const weights = busyWeights(48);
let session: InferenceSession;

beforeAll(async () => {
  session = await InferenceSession.create(exportIntentOnnx(weights), { intraOpNumThreads: 1 });
});

/** Probabilities of rows of codes; a code of -1 is an all-zero step, as is the space after a row. */
async function infer(rows: readonly (readonly number[])[], time?: number): Promise<number[]> {
  const steps = time ?? Math.max(...rows.map((row) => row.length));
  const x = new Float32Array(rows.length * steps * ACTIONS);
  rows.forEach((row, index) => {
    row.forEach((code, step) => {
      if (code >= 0) x[(index * steps + step) * ACTIONS + code] = 1;
    });
  });
  const { probability } = await session.run({
    x: new Tensor('float32', x, [rows.length, steps, ACTIONS]),
  });
  expect(probability!.dims).toEqual([rows.length, 1]);
  return Array.from(probability!.data as Float32Array);
}

const framed = (events: readonly number[]) => [START, ...events, END];

async function expectAgreement(rows: readonly (readonly number[])[]): Promise<void> {
  const expected = await predictIntent(weights, sequencesOf(rows));
  const found = await infer(rows.map(framed));
  found.forEach((probability, row) => expect(probability).toBeCloseTo(expected[row]!, 5));
}

describe('the exported graph', () => {
  it('names its input and output as the endpoint expects', () => {
    expect(session.inputNames).toEqual(['x']);
    expect(session.outputNames).toEqual(['probability']);
  });

  it('gives the same bytes for the same weights', () => {
    expect(exportIntentOnnx(weights)).toEqual(exportIntentOnnx(weights));
  });

  it('agrees with the engine on random ragged sessions', async () => {
    const { offsets, actions } = randomSequences({ rows: 64, maxLength: 30, seed: 1 });
    const rows = Array.from({ length: 64 }, (_, row) => [
      ...actions.subarray(offsets[row], offsets[row + 1]),
    ]);
    await expectAgreement(rows);
  });

  it.each([1, 199, 200, 201, 300, 1_000])(
    'cuts a session of %i events as the training does',
    async (events) => {
      const session = Array.from({ length: events }, (_, index) => 2 + ((index * index) % 5));
      await expectAgreement([session, [2], session.slice(0, 150)]);
    },
  );

  it('cuts to the length that it is exported for, wherever padding is', async () => {
    const events = [2, 6, 5, 2, 3, 6, 2];
    const short = await InferenceSession.create(exportIntentOnnx(weights, { maxEvents: 3 }));
    const x = new Float32Array(2 * 12 * ACTIONS);
    framed(events).forEach((code, step) => (x[step * ACTIONS + code] = 1));
    framed(events).forEach(
      (code, step) => (x[(12 + step + Math.min(3, step)) * ACTIONS + code] = 1),
    );
    const { probability } = await short.run({ x: new Tensor('float32', x, [2, 12, ACTIONS]) });
    const [expected] = await predictIntent(weights, sequencesOf([events]), { MAX_LEN: 3 });
    for (const found of probability!.data as Float32Array) {
      expect(found).toBeCloseTo(expected!, 5);
    }
  });

  it('agrees with the engine on a batch of one', async () => {
    await expectAgreement([[5, 2, 6]]);
  });

  it('takes a single step', async () => {
    const [alone] = await infer([[START]]);
    const [padded] = await infer([[START]], 4);
    expect(alone).toBeCloseTo(padded!, 6);
  });

  it('gives a row of nothing but padding the probability of the dense bias', async () => {
    const [probability, beside] = await infer([[], framed([2])], 5);
    expect(probability).toBeCloseTo(1 / (1 + Math.exp(-weights.denseBias[0]!)), 5);
    expect(beside).toBeCloseTo((await infer([framed([2])]))[0]!, 6);
    expect((await infer([[]], 3))[0]).toBeCloseTo(probability!, 6);
  });

  it('skips an all-zero step within a row, as masking does', async () => {
    const [with0] = await infer([[START, -1, 5, -1, -1, 2, END]]);
    const [without] = await infer([[START, 5, 2, END]]);
    expect(with0).toBeCloseTo(without!, 6);
  });

  it.each([1, 7])('works for %i units', async (units) => {
    const small = busyWeights(units);
    const smallSession = await InferenceSession.create(exportIntentOnnx(small));
    const x = new Float32Array(3 * ACTIONS);
    framed([2]).forEach((code, step) => (x[step * ACTIONS + code] = 1));
    const result = await smallSession.run({ x: new Tensor('float32', x, [1, 3, ACTIONS]) });
    const [expected] = await predictIntent(small, sequencesOf([[2]]));
    expect((result.probability!.data as Float32Array)[0]).toBeCloseTo(expected!, 5);
  });
});
