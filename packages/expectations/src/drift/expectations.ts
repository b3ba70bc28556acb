import { defineExpectation } from '../declare/expectation.ts';
import type { Check, CheckContext, Judgement } from '../declare/expectation.ts';
import { field, finite, optional, string } from '../declare/fields.ts';
import { KwargsValueError } from '../errors.ts';
import type { MetricValues } from '../plan/metric-values.ts';
import { binned } from './bins.ts';
import type { Binned } from './bins.ts';
import { chiSquareTest } from './chi-square.ts';
import { divergence, populationStabilityIndex } from './divergences.ts';
import { kolmogorovSmirnov } from './kolmogorov-smirnov.ts';
import type { KolmogorovSmirnov } from './kolmogorov-smirnov.ts';
import { countsAtPoints, countsOfValues, metricsAgainst } from './measured.ts';
import type { Comparison } from './measured.ts';
import { readReference, REFERENCE } from './summary.ts';
import type { BatchSummary, ColumnSummary } from './summary.ts';
import { shownName } from '../shown.ts';

/** Bins of a column of numbers, as is usual for the index. */
const BINS = 10;

const COMPARED = {
  column: string(),
  reference: REFERENCE,
  threshold: optional(field<number>({ ...finite().schema, minimum: 0 })),
};

const COMPARED_BY_BIN = {
  ...COMPARED,
  // Each bin is looked for: 2^53 of them would never end
  bins: optional(field<number>({ type: 'integer', minimum: 2, maximum: 10_000 })),
};

interface Compared {
  readonly column: string;
  readonly reference: BatchSummary | ColumnSummary;
}

function comparisonOf(reference: ColumnSummary, values: MetricValues): Comparison {
  const count = values.count('count');
  if (reference.kind === 'numbers') {
    const counts = countsAtPoints(reference.points, values.list('bins'));
    return { kind: 'numbers', reference, count, ...counts };
  }
  const counts = countsOfValues(reference.values, values.list('keys'), values.list('counts'));
  return { kind: 'categories', reference, count, counts };
}

/** Without data to compare there is no drift, just as zero rows succeed elsewhere. */
const NOTHING: Judgement = { success: true, result: { observed_value: null } };

function compare(
  { column: name, reference: given }: Compared,
  { table }: CheckContext,
  judge: (comparison: Comparison) => Judgement,
): Check {
  const column = table.column(name);
  const reference = readReference(given, name);
  return {
    metrics: metricsAgainst(column, reference),
    judge: (values) => {
      const comparison = comparisonOf(reference, values);
      return comparison.count === 0 || reference.count === 0 ? NOTHING : judge(comparison);
    },
  };
}

function binDetails({ labels, current, reference }: Binned) {
  return { bins: labels, observed_counts: current, reference_counts: reference };
}

/** An expectation that a measure over bins is not above a threshold. */
function lessThan<const Type extends string>(
  type: Type,
  summary: string,
  usualThreshold: number,
  measure: (bins: Binned) => number,
) {
  return defineExpectation({
    type,
    summary,
    kwargs: COMPARED_BY_BIN,
    check: ({ threshold, bins, ...compared }, context) =>
      compare(compared, context, (comparison) => {
        const counts = binned(comparison, bins ?? BINS);
        const observed = measure(counts);
        return {
          success: observed <= (threshold ?? usualThreshold),
          result: { observed_value: observed, details: binDetails(counts) },
        };
      }),
  });
}

/** PSI: below 0.1 nothing has moved, above 0.25 much has, by the convention of credit scoring. */
export const psiLessThan = lessThan(
  'expect_column_population_stability_index_to_be_less_than',
  'The population stability index of the column against a reference batch is at most a threshold (0.2).',
  0.2,
  ({ current, reference }) => populationStabilityIndex(current, reference),
);

/** KL divergence of this batch from the reference, in nats. */
const referenceDivergenceLessThan = lessThan(
  'expect_column_reference_kl_divergence_to_be_less_than',
  'The Kullback-Leibler divergence of the column from a reference batch is at most a threshold (0.1 nats).',
  0.1,
  ({ current, reference }) => divergence(current, reference),
);

/** Cramer's V: the effect that the chi-square test tests, whatever the number of rows. */
export const cramersVLessThan = lessThan(
  'expect_column_cramers_v_to_be_less_than',
  "Cramer's V between the column and a reference batch is at most a threshold (0.1).",
  0.1,
  ({ current, reference }) => chiSquareTest(current, reference).cramersV,
);

/** The usual level of significance. */
const SIGNIFICANCE = 0.05;

/** Chi-square test of homogeneity, for categories or for bins of numbers. */
const chiSquareGreaterThan = defineExpectation({
  type: 'expect_column_chi_square_p_value_to_be_greater_than',
  summary:
    'The p-value of a chi-square test of the column against a reference batch is above a threshold (0.05).',
  kwargs: COMPARED_BY_BIN,
  check: ({ threshold, bins, ...compared }, context) =>
    compare(compared, context, (comparison) => {
      const counts = binned(comparison, bins ?? BINS);
      const test = chiSquareTest(counts.current, counts.reference);
      return {
        success: test.pValue > (threshold ?? SIGNIFICANCE),
        result: {
          observed_value: test.pValue,
          details: {
            statistic: test.statistic,
            degrees_of_freedom: test.degrees,
            cramers_v: test.cramersV,
            least_expected_count: test.leastExpected,
            ...binDetails(counts),
          },
        },
      };
    }),
});

function kolmogorovSmirnovExpectation<const Type extends string>(
  type: Type,
  summary: string,
  judge: (
    test: KolmogorovSmirnov,
    threshold: number | null,
  ) => { success: boolean; observed: number },
) {
  return defineExpectation({
    type,
    summary,
    kwargs: COMPARED,
    check: ({ threshold, ...compared }, context) =>
      compare(compared, context, (comparison) => {
        if (comparison.kind !== 'numbers') {
          throw new KwargsValueError(
            `The Kolmogorov-Smirnov test needs numbers or times; the reference of ${shownName(compared.column)} is of categories. Use chi-square or PSI.`,
          );
        }
        const { reference } = comparison;
        const test = kolmogorovSmirnov(comparison, reference, reference.isExact);
        const { success, observed } = judge(test, threshold ?? null);
        return {
          success,
          result: {
            observed_value: observed,
            details: {
              statistic: test.statistic,
              statistic_error: test.statisticError,
              p_value: test.pValue,
              method: test.method,
              observed_count: comparison.count,
              reference_count: reference.count,
            },
          },
        };
      }),
  });
}

/** The greatest distance of the distribution functions that does not count as drift. */
const DISTANCE = 0.1;

/** D of the two-sample test: does not depend on the number of rows. */
export const ksStatisticLessThan = kolmogorovSmirnovExpectation(
  'expect_column_kolmogorov_smirnov_statistic_to_be_less_than',
  'The Kolmogorov-Smirnov distance of the column from a reference batch is at most a threshold (0.1).',
  ({ statistic }, threshold) => ({
    success: statistic <= (threshold ?? DISTANCE),
    observed: statistic,
  }),
);

/** The p-value of the two-sample test: with many rows the least drift is significant. */
const ksPValueGreaterThan = kolmogorovSmirnovExpectation(
  'expect_column_kolmogorov_smirnov_p_value_to_be_greater_than',
  'The p-value of a Kolmogorov-Smirnov test of the column against a reference batch is above a threshold (0.05).',
  ({ pValue }, threshold) => ({
    success: pValue > (threshold ?? SIGNIFICANCE),
    observed: pValue,
  }),
);

/** The expectations of drift, to be handed to `validate` as `expectations`. */
export const DRIFT = [
  psiLessThan,
  referenceDivergenceLessThan,
  cramersVLessThan,
  chiSquareGreaterThan,
  ksStatisticLessThan,
  ksPValueGreaterThan,
] as const;
