import { describe, expect, it } from 'vitest';
import { GRAPH_CASES, graphOf, type Values } from './graph-cases.ts';
import { runOnnx, runTensorflowJs } from './run-formats.ts';

function expectValues(found: Values | undefined, expected: Values): void {
  expect(found).toMatchObject({ type: expected.type, shape: expected.shape });
  expected.values.forEach((value, place) => expect(found?.values[place]).toBeCloseTo(value, 5));
}

describe.each([
  ['ONNX', runOnnx],
  ['a TensorFlow.js graph model', runTensorflowJs],
])('as %s', (_format, run) => {
  it.each(GRAPH_CASES)('computes $name', async (each) => {
    const found = await run(graphOf(each), each.inputs);
    expect(Object.keys(found).sort()).toEqual(Object.keys(each.expected).sort());
    for (const [name, values] of Object.entries(each.expected)) expectValues(found[name], values);
  });
});
