import { expect, it } from 'vitest';
import { cutIntoBatches } from '../src/batch-sizes.ts';
import type { ModelCase, Outputs, Signature } from '../src/model-case.ts';
import { judgeAnswers, judgeSignature, report } from '../src/report.ts';

const EXPECTED = [0.25, 0.5, 0.75];

/** One batch of three sessions, each of which is answered by one number. */
const model: ModelCase = {
  name: 'intent',
  files: {},
  inputName: 'x',
  signature: {
    inputs: { x: { dtype: 'float32', shape: [-1, -1, 7] } },
    outputs: { y: { dtype: 'float32', shape: [-1] } },
  },
  batches: [{ shape: [3, 4, 7], values: new Float32Array(84) }],
  differences: (_batch, { y }) =>
    EXPECTED.map((value, row) => Math.abs(value - (y?.values[row] ?? NaN))),
};

const answer = (...values: readonly number[]): Outputs => ({
  y: { shape: [values.length], values: Float32Array.from(values) },
});

it('passes a session whose answer is ours up to 1e-5', () => {
  const verdict = judgeAnswers(model, 'ONNX Runtime', [answer(0.25, 0.500005, 0.75)]);
  expect(verdict).toMatchObject({ passed: 3, failures: [] });
  expect(verdict.largest).toBeCloseTo(5e-6, 7);
});

it.each([
  ['an answer that is off', [answer(0.25, 0.5001, 0.75)], 2],
  ['an answer that is no number', [answer(NaN, 0.5, 0.75)], 2],
  ['an answer that is missing', [answer(0.25)], 1],
  ['an output of another name', [{ z: answer(0.25, 0.5, 0.75)['y'] }] as Outputs[], 0],
  ['no answer at all', [], 0],
])('fails %s', (_name, answers, passed) => {
  const verdict = judgeAnswers(model, 'TensorFlow', answers);
  expect(verdict.passed).toBe(passed);
  expect(verdict.failures).toHaveLength(3 - passed);
  const lines = report([verdict]);
  expect(lines.at(-1)).toBe(`${passed} passed, ${3 - passed} failed`);
  expect(lines.some((line) => line.startsWith('failed: intent / TensorFlow: batch 0'))).toBe(true);
});

const declared: Signature = {
  tags: ['serve'],
  method: 'tensorflow/serving/predict',
  ...model.signature,
};

it('passes a signature that callers rely on, in whatever order it comes', () => {
  expect(judgeSignature(model, declared)).toMatchObject({ passed: 4, failures: [] });
});

it.each<[string, Partial<Signature>]>([
  ['inputs', { inputs: { x: { dtype: 'float32', shape: [-1, 20, 7] } } }],
  ['outputs', { outputs: { probability: { dtype: 'float32', shape: [-1] } } }],
  ['tags', { tags: ['train'] }],
  ['method', { method: '' }],
])('fails a signature with other %s', (part, change) => {
  const { failures } = judgeSignature(model, { ...declared, ...change });
  expect(failures).toHaveLength(1);
  expect(failures[0]).toContain(`${part}: expected`);
});

it('cuts rows into batches of one and of many, and loses none', () => {
  const rows = Array.from({ length: 300 }, (_, row) => row);
  const batches = cutIntoBatches(rows);
  expect(batches.flat()).toEqual(rows);
  expect(new Set(batches.map(({ length }) => length)).size).toBeGreaterThan(5);
});
