import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { chiSquareSurvival, chiSquareTest } from '../../src/drift/chi-square.ts';
import { divergence, populationStabilityIndex } from '../../src/drift/divergences.ts';
import { DRIFT } from '../../src/drift/expectations.ts';
import { limitPValue } from '../../src/drift/kolmogorov-smirnov.ts';
import { summarise } from '../../src/drift/summarise.ts';
import { check } from '../data.ts';

interface ChiSquareAnswer {
  readonly statistic: number;
  readonly degrees: number;
  readonly pValue: number;
  readonly cramersV: number;
}

type Formula = readonly [size: number, step: number, modulus: number, scale: number, shift: number];

interface Answers {
  readonly numbers: Readonly<
    Record<
      string,
      {
        readonly reference: Formula;
        readonly current: Formula;
        readonly ksStatistic: number;
        readonly ksExact: number;
        readonly ksLimit: number;
        readonly counts: readonly [readonly number[], readonly number[]];
        readonly psi: number;
        readonly kl: number;
        readonly chiSquare: ChiSquareAnswer;
      }
    >
  >;
  readonly categories: Readonly<
    Record<
      string,
      {
        readonly reference: readonly number[];
        readonly current: readonly number[];
        readonly psi: number;
        readonly kl: number;
        readonly chiSquare: ChiSquareAnswer;
      }
    >
  >;
  readonly chiSquareTails: readonly (readonly [x: number, degrees: number, p: number])[];
}

/** Made by known-answers.py with scipy. */
const ANSWERS = JSON.parse(
  readFileSync(new URL('known-answers.json', import.meta.url), 'utf8'),
) as Answers;

const sample = ([size, step, modulus, scale, shift]: Formula) =>
  Array.from({ length: size }, (_, at) => ((at * step) % modulus) / scale + shift);

/** Relative 1e-9, and 1e-12 where the answer is nearly 0. */
function expectClose(found: unknown, wanted: number): void {
  expect(Math.abs(Number(found) - wanted)).toBeLessThanOrEqual(1e-12 + 1e-9 * Math.abs(wanted));
}

it.each(Object.entries(ANSWERS.numbers))(
  'measures numbers as scipy does: %s',
  async (_, answer) => {
    const reference = await summarise({ columns: { x: sample(answer.reference) } }, ['x'], {
      points: 10_000,
    });
    const observe = async (type: string) => {
      const { result, exception_info: info } = await check(
        { x: sample(answer.current) },
        type,
        { column: 'x', reference },
        'BASIC',
        { expectations: DRIFT },
      );
      expect(info.exception_message).toBeNull();
      return result;
    };
    const psi = await observe('expect_column_population_stability_index_to_be_less_than');
    expect(psi['details']).toMatchObject({
      observed_counts: answer.counts[0],
      reference_counts: answer.counts[1],
    });
    expectClose(psi['observed_value'], answer.psi);
    const kl = await observe('expect_column_reference_kl_divergence_to_be_less_than');
    expectClose(kl['observed_value'], answer.kl);
    const d = await observe('expect_column_kolmogorov_smirnov_statistic_to_be_less_than');
    expectClose(d['observed_value'], answer.ksStatistic);
    expect(d['details']).toMatchObject({ statistic_error: 0 });
    const isExact = answer.reference[0] * answer.current[0] <= 4_000_000;
    const ks = await observe('expect_column_kolmogorov_smirnov_p_value_to_be_greater_than');
    expect(ks['details']).toMatchObject({ method: isExact ? 'exact' : 'asymptotic' });
    expectClose(ks['observed_value'], isExact ? answer.ksExact : answer.ksLimit);
    const chi = await observe('expect_column_chi_square_p_value_to_be_greater_than');
    expectClose(chi['observed_value'], answer.chiSquare.pValue);
    const v = await observe('expect_column_cramers_v_to_be_less_than');
    expectClose(v['observed_value'], answer.chiSquare.cramersV);
  },
);

it.each(Object.entries(ANSWERS.categories))(
  'measures categories as scipy does: %s',
  (_, answer) => {
    const { current, reference } = answer;
    expectClose(populationStabilityIndex(current, reference), answer.psi);
    expectClose(divergence(current, reference), answer.kl);
    const test = chiSquareTest(current, reference);
    for (const name of ['statistic', 'degrees', 'pValue', 'cramersV'] as const) {
      expectClose(test[name], answer.chiSquare[name]);
    }
  },
);

it.each(ANSWERS.chiSquareTails)('knows the chi-square tail beyond %d of %d degrees', (x, k, p) => {
  expect(chiSquareSurvival(x, k) / p).toBeCloseTo(1, 9);
});

it.each(Object.entries(ANSWERS.numbers))("knows Kolmogorov's limit: %s", (_, answer) => {
  const [m, n] = [answer.current[0], answer.reference[0]];
  expectClose(limitPValue(answer.ksStatistic * Math.sqrt((m * n) / (m + n))), answer.ksLimit);
});
