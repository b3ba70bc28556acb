import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import * as g from '../../src/index.ts';

/** One unit, one feature: gates i, f, c, o see the feature and the state by weights of their own. */
const PARAMETERS: g.LstmParameters = {
  units: 1,
  kernel: Float32Array.of(0.5, -0.3, 0.8, 0.2),
  recurrent: Float32Array.of(0.1, 0.4, -0.6, 0.7),
  bias: Float32Array.of(0.05, 1, -0.1, 0.3),
};

const logistic = (value: number) => 1 / (1 + Math.exp(-value));

/** The LSTM's equations, step by step. */
function lastHidden(steps: readonly number[]): number {
  const { kernel, recurrent, bias } = PARAMETERS;
  let [hidden, cell] = [0, 0];
  for (const x of steps) {
    const [i, f, c, o] = [0, 1, 2, 3].map(
      (gate) => kernel[gate]! * x + recurrent[gate]! * hidden + bias[gate]!,
    ) as [number, number, number, number];
    cell = logistic(f) * cell + logistic(i) * Math.tanh(c);
    hidden = logistic(o) * Math.tanh(cell);
  }
  return hidden;
}

function graph(): g.Graph {
  const x = g.input('x', 'float32', ['batch', 'time', 1]);
  const mask = g.input('mask', 'int32', ['batch', 'time']);
  const isReal = g.equal(mask, g.scalar(1, 'int32'));
  const hidden = g.lstm(x, isReal, PARAMETERS);
  return { name: 'lstm', producer: 'test', description: '', outputs: { hidden } };
}

it('an ONNX file leaves the state as it was at steps that are not real, wherever they stand', async () => {
  const session = await InferenceSession.create(g.encodeOnnx(graph()), { logSeverityLevel: 3 });
  const x = [1, 2, -1, 3, /* row 2 */ 9, 2, 9, -1, /* row 3 */ 9, 9, 9, 9];
  const mask = [1, 1, 1, 1, /* row 2 */ 0, 1, 0, 1, /* row 3 */ 0, 0, 0, 0];
  const { hidden } = await session.run({
    x: new Tensor('float32', Float32Array.from(x), [3, 4, 1]),
    mask: new Tensor('int32', Int32Array.from(mask), [3, 4]),
  });
  const found = Array.from(hidden!.data as Float32Array);
  [lastHidden([1, 2, -1, 3]), lastHidden([2, -1]), 0].forEach((expected, row) =>
    expect(found[row]).toBeCloseTo(expected, 6),
  );
});
