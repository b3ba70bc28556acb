import { defineExpectation } from '../declare/expectation.ts';
import type { Check } from '../declare/expectation.ts';
import { boolean, field, finite, fraction, optional, string } from '../declare/fields.ts';
import { KwargsValueError } from '../errors.ts';
import { aggregate } from '../plan/metric.ts';
import type { Metric, Metrics } from '../plan/metric.ts';
import type { MetricValues } from '../plan/metric-values.ts';
import type { Column } from '../source/table-shape.ts';
import { number } from '../sql/quote.ts';
import { valueCounts } from './column-distinct.ts';
import { isExactNumber, plainNumber } from '../exact/number.ts';
import { PARTITION, readPartition } from './partition.ts';
import type { Partition } from './partition.ts';
import { identity } from './value-identity.ts';
import { cutShort, shownName } from '../shown.ts';
import { requireFew } from './require-few.ts';

/** Bins of a column that comes without a partition. */
const AUTO_BINS = 10;

interface Settings {
  readonly threshold: number | null;
  readonly tailHoldout: number;
  readonly internalHoldout: number;
}

/** D(p || q) in nats, both scaled to a sum of 1; infinite where p holds what q excludes. */
function klDivergence(p: readonly number[], q: readonly number[]): number {
  const [sumP, sumQ] = [p, q].map((each) => each.reduce((total, weight) => total + weight, 0));
  return p.reduce((total, weight, at) => {
    const observed = weight / (sumP ?? 1);
    const expected = (q[at] ?? 0) / (sumQ ?? 1);
    if (observed === 0) return total;
    return total + (expected === 0 ? Infinity : observed * Math.log(observed / expected));
  }, 0);
}

function judged(divergence: number, threshold: number | null, observed: object, expected: object) {
  return {
    success: threshold === null || divergence <= threshold,
    result: {
      observed_value: Number.isFinite(divergence) ? divergence : null,
      details: { observed_partition: observed, expected_partition: expected },
    },
  };
}

function ofValues(
  column: Column,
  partition: Extract<Partition, { values: unknown }>,
  settings: Settings,
): Check {
  if (settings.internalHoldout > 0) {
    throw new KwargsValueError('internal_weight_holdout is for bins; the partition has values.');
  }
  return {
    metrics: { present: aggregate(`count(${column.sql})`), counts: valueCounts(column) },
    judge: (values) => {
      const present = values.count('present');
      const observed = new Map(
        values
          .rows('counts')
          .map(({ value, count }) => [
            identity(value ?? null, column),
            { value, weight: Number(count) / present },
          ]),
      );
      const expected = new Map(
        partition.values.map((value, at) => [
          identity(value, column),
          { value, weight: partition.weights[at] ?? 0 },
        ]),
      );
      const surprises = [...observed.keys()].filter((key) => !expected.has(key));
      const keys = [...expected.keys(), ...surprises];
      const kept = surprises.length > 0 ? 1 - settings.tailHoldout : 1;
      const p = keys.map((key) => observed.get(key)?.weight ?? 0);
      const q = keys.map((key) => {
        const weight = expected.get(key)?.weight;
        return weight === undefined ? settings.tailHoldout / surprises.length : weight * kept;
      });
      const names = keys
        .map((key) => expected.get(key)?.value ?? observed.get(key)?.value ?? null)
        .map((value) => (isExactNumber(value) ? plainNumber(value) : value));
      return judged(
        klDivergence(p, q),
        settings.threshold,
        { values: names, weights: p },
        { values: names, weights: q },
      );
    },
  };
}

const MOST_BINS = 1000;

type Bins = Extract<Partition, { bins: unknown }>;

/** Rows per bin [low, high), the last one closed, and those below the first and above the last edge. */
function histogram({ sql }: Column, bins: readonly number[]): Metrics {
  const edges = bins.slice(0, -1).map((low, at) => [low, bins[at + 1] ?? low] as const);
  const last = edges.length - 1;
  const inside: Record<string, Metric> = {};
  for (const [at, [low, high]] of edges.entries()) {
    const closes = at === last ? '<=' : '<';
    inside[`bin${at}`] = aggregate(
      `count(*) FILTER (WHERE ${sql} >= ${number(low)} AND ${sql} ${closes} ${number(high)})`,
    );
  }
  return {
    ...inside,
    below: aggregate(`count(*) FILTER (WHERE ${sql} < ${number(bins[0] ?? 0)})`),
    above: aggregate(`count(*) FILTER (WHERE ${sql} > ${number(bins.at(-1) ?? 0)})`),
  };
}

/** Tails and middle of some bins; an infinite end bin is a tail. */
function withTails(
  weights: readonly number[],
  bins: readonly number[],
  below: number,
  above: number,
) {
  const hasLow = bins[0] === -Infinity;
  const hasHigh = bins.at(-1) === Infinity;
  return {
    bins: bins.slice(hasLow ? 1 : 0, hasHigh ? -1 : bins.length),
    weights: weights.slice(hasLow ? 1 : 0, hasHigh ? -1 : weights.length),
    tail_weights: [
      hasLow ? (weights[0] ?? 0) : below,
      hasHigh ? (weights.at(-1) ?? 0) : above,
    ] as const,
  };
}

function expectedWeights({ bins, weights, tailWeights }: Bins, settings: Settings) {
  const { tailHoldout, internalHoldout } = settings;
  const scaled = weights.map((weight) => weight * (1 - tailHoldout - internalHoldout));
  const empty = scaled.filter((weight) => weight === 0).length;
  const filled = scaled.map((weight) =>
    weight === 0 && internalHoldout > 0 ? internalHoldout / empty : weight,
  );
  const isOpen = bins[0] === -Infinity || bins.at(-1) === Infinity;
  const tail = isOpen ? tailHoldout : tailHoldout / 2;
  const [below, above] = tailWeights ?? [tail, tail];
  return withTails(filled, bins, below, above);
}

function checkTails({ bins, tailWeights }: Bins, { tailHoldout }: Settings): void {
  const infinite = [bins[0] === -Infinity, bins.at(-1) === Infinity];
  if (tailHoldout > 0 && tailWeights !== null) {
    throw new KwargsValueError(
      'tail_weight_holdout must be 0 where the partition has tail_weights.',
    );
  }
  if (tailHoldout > 0 && infinite.every(Boolean)) {
    throw new KwargsValueError(
      'tail_weight_holdout is not for bins that are infinite at both ends.',
    );
  }
  if (tailWeights !== null && infinite.some(Boolean)) {
    throw new KwargsValueError('tail_weights are not for bins with an infinite end.');
  }
}

function judgeBins(values: MetricValues, partition: Bins, settings: Settings) {
  const present = values.count('present');
  const share = (name: string) => values.count(name) / present;
  const weights = partition.weights.map((_, at) => share(`bin${at}`));
  const observed = withTails(weights, partition.bins, share('below'), share('above'));
  const expected = expectedWeights(partition, settings);
  const flat = ({ weights: middle, tail_weights: [below, above] }: typeof observed) => [
    below,
    ...middle,
    above,
  ];
  return judged(
    klDivergence(flat(observed), flat(expected)),
    settings.threshold,
    observed,
    expected,
  );
}

function ofBins(column: Column, partition: Bins, settings: Settings): Check {
  checkTails(partition, settings);
  requireFew('bins', partition.bins, MOST_BINS);
  return {
    metrics: {
      present: aggregate(`count(${column.sql})`),
      ...histogram(column, partition.bins),
    },
    judge: (values) => judgeBins(values, partition, settings),
  };
}

/** The default partition: bins of equal width from the least to the greatest value of the column. */
function ofItself(column: Column, settings: Settings): Check {
  const binsOf = (values: MetricValues) => {
    const [low, high] = [values.count('low'), values.count('high')];
    return Array.from({ length: AUTO_BINS + 1 }, (_, at) => low + ((high - low) * at) / AUTO_BINS);
  };
  return {
    metrics: {
      present: aggregate(`count(${column.sql})`),
      low: aggregate(`min(${column.sql})`),
      high: aggregate(`max(${column.sql})`),
    },
    next: (values) => histogram(column, binsOf(values)),
    judge: (values) => {
      const bins = binsOf(values);
      const present = values.count('present');
      const weights = bins.slice(1).map((_, at) => values.count(`bin${at}`) / present);
      return judgeBins(values, { bins, weights, tailWeights: [0, 0] }, settings);
    },
  };
}

/** expect_column_kl_divergence_to_be_less_than: the column is spread as a partition says. */
export const klDivergenceLessThan = defineExpectation({
  type: 'expect_column_kl_divergence_to_be_less_than',
  summary: 'The Kullback-Leibler divergence of the column from a partition is below a threshold.',
  kwargs: {
    column: string(),
    partition_object: optional(PARTITION),
    threshold: optional(field<number>({ ...finite().schema, minimum: 0 })),
    tail_weight_holdout: optional(fraction()),
    internal_weight_holdout: optional(fraction()),
    bucketize_data: optional(boolean()),
  },
  check: (kwargs, { table }) => {
    const column = table.column(kwargs.column);
    const settings = {
      threshold: kwargs.threshold ?? null,
      tailHoldout: kwargs.tail_weight_holdout ?? 0,
      internalHoldout: kwargs.internal_weight_holdout ?? 0,
    };
    const partition =
      kwargs.partition_object == null ? null : readPartition(kwargs.partition_object);
    if (partition !== null && 'values' in partition) return ofValues(column, partition, settings);
    if (!['integer', 'float', 'decimal'].includes(column.kind)) {
      throw new KwargsValueError(
        `Bins need numbers; ${shownName(column.name)} is ${cutShort(column.type)}. Give a partition of values.`,
      );
    }
    if (kwargs.bucketize_data === false) {
      throw new KwargsValueError('bucketize_data is false, and the partition has bins.');
    }
    return partition === null ? ofItself(column, settings) : ofBins(column, partition, settings);
  },
});
