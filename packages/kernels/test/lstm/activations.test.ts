/// <reference lib="dom" />
import { expect, it } from 'vitest';
import { instantiateLstm } from '../../src/lstm/wasm-module.ts';

const COUNT = 8192;

function evaluate(name: 'sigmoid' | 'tanh', inputs: Float32Array): Float32Array {
  const memory = new WebAssembly.Memory({ initial: 2, maximum: 2, shared: true });
  const from = 1024; // behind the module's constants
  const to = from + 4 * COUNT;
  new Float32Array(memory.buffer, from, COUNT).set(inputs);
  instantiateLstm(memory)[name](from, to, COUNT);
  return new Float32Array(memory.buffer, to, COUNT).slice();
}

const truths = { sigmoid: (x: number) => 1 / (1 + Math.exp(-x)), tanh: Math.tanh };

it.each(['sigmoid', 'tanh'] as const)('%s is within 4e-7 of the truth, relatively', (name) => {
  // From -80 to 80, dense around zero: sign(t) * 80 |t|^3.
  const inputs = Float32Array.from({ length: COUNT }, (_, i) => 80 * (i / (COUNT / 2) - 1) ** 3);
  const worst = evaluate(name, inputs).reduce((most, value, i) => {
    const truth = truths[name](inputs[i]!);
    return Math.max(most, truth === 0 ? Math.abs(value) : Math.abs(value / truth - 1));
  }, 0);
  expect(worst).toBeLessThan(4e-7);
});

it('keeps the ends: infinities saturate, a NaN stays one', () => {
  const inputs = new Float32Array(COUNT);
  inputs.set([Infinity, -Infinity, NaN, 1e30]);
  for (const name of ['sigmoid', 'tanh'] as const) {
    const [most, least, nan, large] = evaluate(name, inputs);
    expect(most).toBeCloseTo(1, 6);
    expect(least).toBeCloseTo(name === 'tanh' ? -1 : 0, 6);
    expect(nan).toBeNaN();
    expect(large).toBe(most);
  }
});
