import { initialLstmWeights, type LstmWeights } from '@lf/kernels';
import { expect, it } from 'vitest';
import { createWeightAverage } from '../../src/fit/average-weights.ts';

const initial = initialLstmWeights({ units: 2, actions: 7, seed: 1 });
const withBias = (value: number): LstmWeights => ({
  ...initial,
  denseBias: Float32Array.of(value),
});

it('is the mean of what it sees when that stays, and does not change what it was given', () => {
  const average = createWeightAverage(initial, 1, 4);
  for (let step = 0; step < 100; step++) average.step(() => withBias(3));
  expect(average.current().denseBias[0]).toBeCloseTo(3, 6);
  expect(average.current().kernel).toEqual(initial.kernel);
  expect(initial.denseBias[0]).toBe(0);
});

it('wanders less than the weights', () => {
  const average = createWeightAverage(initial, 2, 16);
  const seen = Array.from({ length: 400 }, (_, step) => {
    average.step(() => withBias(step % 2 === 0 ? 1 : -1));
    return Math.abs(average.current().denseBias[0]!);
  });
  expect(Math.max(...seen.slice(100))).toBeLessThan(0.05);
});

it('looks at the weights 16 times an epoch at most', () => {
  let looks = 0;
  const average = createWeightAverage(initial, 1, 1000);
  for (let step = 0; step < 1000; step++) {
    average.step(() => {
      looks++;
      return initial;
    });
  }
  expect(looks).toBe(15);
});
