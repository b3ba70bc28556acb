import { expect, it } from 'vitest';
import { requireAgreement, verifyPredictions } from '../../src/index.ts';

it('agrees within the tolerance', () => {
  const report = verifyPredictions({
    expected: new Float32Array([0.5, 0.25]),
    actual: [0.5, 0.250005],
  });
  expect(report).toMatchObject({ agrees: true, compared: 2, mismatches: 0, worst: [] });
  expect(report.maxAbsoluteError).toBeCloseTo(5e-6, 9);
  expect(report.meanAbsoluteError).toBeCloseTo(2.5e-6, 9);
});

it('shows the worst cases first, at most five, ties in order', () => {
  const expected = [0, 0, 0, 0, 0, 0, 0, 0];
  const actual = [0.1, 0.5, 0, 0.2, 0.5, 0.3, Number.NaN, 0.05];
  const { mismatches, worst } = verifyPredictions({ expected, actual, tolerance: 0.01 });
  expect(mismatches).toBe(7);
  expect(worst.map(({ index }) => index)).toEqual([6, 1, 4, 5, 3]);
});

it('takes a value that is no number on both sides for a mismatch', () => {
  const { agrees } = verifyPredictions({ expected: [Number.NaN], actual: [Number.NaN] });
  expect(agrees).toBe(false);
});

it('refuses a disagreement with the worst cases in the message', () => {
  expect(() => requireAgreement({ expected: [0.9], actual: [0.1] })).toThrow(
    /1 of 1 predictions differ .*\n {2}case 0: expected 0.9, served 0.1/,
  );
});

it('refuses to compare nothing, or unlike lengths', () => {
  expect(() => verifyPredictions({ expected: [], actual: [] })).toThrow('at least one case');
  expect(() => verifyPredictions({ expected: [1], actual: [1, 2] })).toThrow(
    'expected 1 predictions, got 2',
  );
});
