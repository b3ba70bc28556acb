import { expect, it } from 'vitest';
import { createEarlyStopping } from '../../src/fit/early-stopping.ts';

const scoreOf = (loss: number) => ({ loss, probabilities: new Float32Array() });

/** Losses that are exact, or known to within a standard error. */
function stoppingOf(options: { patience: number; window: number; standardError?: number }) {
  return createEarlyStopping({
    patience: options.patience,
    window: options.window,
    minGain: 0.01,
    gain: (before, after) => ({
      mean: before.loss - after.loss,
      standardError: options.standardError ?? 0,
    }),
  });
}

function reasons(stopping: ReturnType<typeof stoppingOf>, losses: readonly number[]) {
  return losses.map((loss, index) => {
    stopping.observe(index + 1, scoreOf(loss));
    return stopping.reason;
  });
}

it('counts a tie as no improvement, and stops by patience', () => {
  const stopping = stoppingOf({ patience: 2, window: 0 });
  const isBest = [0.5, 0.4, 0.4, 0.45].map((loss, index) =>
    stopping.observe(index + 1, scoreOf(loss)),
  );
  expect(isBest).toEqual([true, true, false, false]);
  expect(stopping).toMatchObject({ bestEpoch: 2, bestLoss: 0.4, staleEpochs: 2, epochsLeft: 0 });
  expect(stopping.reason).toBe('patience');
});

it('stops once a window gains less than asked, though each epoch is better', () => {
  const losses = [0.5, 0.45, 0.44, 0.438, 0.436, 0.434];
  expect(reasons(stoppingOf({ patience: 9, window: 2 }), losses)).toEqual([
    ...[null, null, null, null],
    ...['flat', 'flat'],
  ]);
});

it('stops once the gain of a window is less than its standard error', () => {
  const stopping = stoppingOf({ patience: 9, window: 2, standardError: 0.07 });
  expect(reasons(stopping, [0.6, 0.5, 0.45, 0.44])).toEqual([null, null, null, 'flat']);
});

it('waits a whole window before it judges, and says how long it waits at least', () => {
  const stopping = stoppingOf({ patience: 9, window: 3 });
  expect(reasons(stopping, [0.5, 0.5, 0.5])).toEqual([null, null, null]);
  expect(stopping.epochsLeft).toBe(1);
  expect(reasons(stopping, [0.5])).toEqual(['flat']);
});
