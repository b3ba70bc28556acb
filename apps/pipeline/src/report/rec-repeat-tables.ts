import type { Interval } from '@lf/contract';
import { compareRankings, type NextItemScores } from '@lf/train-rec';
import { digits, numbersAfter, renderTable } from '../terminal/table.ts';
import { CUTOFF } from '../train/rec-scores.ts';
import { meanMetric, type MeanMetric } from './mean-metric.ts';

/** One training of a model, and how it ranked the cases. */
export interface SeededScores extends NextItemScores {
  readonly seed: number;
}

const METRICS = ['hr20', 'mrr20', 'ndcg20', 'coverage'] as const;

/** A model over all of its trainings. */
export type MeanScores = Readonly<Record<(typeof METRICS)[number], MeanMetric>> & {
  readonly model: string;
};

export function meanOfRepeats(name: string, runs: readonly NextItemScores[]): MeanScores {
  const over = (metric: (typeof METRICS)[number]) => meanMetric(runs.map((run) => run[metric]));
  return {
    model: name,
    hr20: over('hr20'),
    mrr20: over('mrr20'),
    ndcg20: over('ndcg20'),
    coverage: over('coverage'),
  };
}

/** How much higher the metrics of the first model are. */
export interface ScoresDifference {
  readonly hr20: Interval | null;
  readonly mrr20: Interval | null;
  readonly ndcg20: Interval | null;
}

/** By the paired bootstrap: a case is drawn with its ranks of every training of both models. */
export function differenceOfRepeats(
  first: readonly NextItemScores[],
  second: readonly NextItemScores[],
): ScoresDifference {
  const ranksOf = (runs: readonly NextItemScores[]) =>
    runs.flatMap(({ evaluation }) => [...evaluation.ranks]);
  const caseNumbers = first.flatMap(({ evaluation }) => [...evaluation.ranks.keys()]);
  const { hr, mrr, ndcg } = compareRankings(ranksOf(first), ranksOf(second), {
    k: CUTOFF,
    groups: Uint32Array.from(caseNumbers),
  });
  return { hr20: hr, mrr20: mrr, ndcg20: ndcg };
}

/** A line a model: the means over its trainings, with their spread. */
export function repeatsTable(means: readonly MeanScores[], seeds: readonly number[]): string {
  const head = ['model', `HR@${CUTOFF}`, `MRR@${CUTOFF}`, `NDCG@${CUTOFF}`, 'coverage'];
  const spread = ({ mean, sd }: MeanMetric) =>
    sd === null ? digits(mean) : `${digits(mean)} ±${digits(sd)}`;
  const rows = means.map((of) => [of.model, ...METRICS.map((metric) => spread(of[metric]))]);
  const over =
    seeds.length === 1
      ? `One training (seed ${seeds.join()})`
      : `Means over ${seeds.length} trainings (seeds ${seeds.join(', ')}), ± their standard deviation`;
  return [over, renderTable(head, rows, numbersAfter(1, head))].join('\n');
}

/** How much higher each metric of the first model is, and what it may be by chance. */
export function differenceTable(
  names: readonly [first: string, second: string],
  difference: ScoresDifference,
): string {
  const head = [`${names[0]} less ${names[1]}`, 'difference', 'from', 'to'];
  const rows = (
    [
      ['HR', difference.hr20],
      ['MRR', difference.mrr20],
      ['NDCG', difference.ndcg20],
    ] as const
  ).map(([metric, found]) => [
    `${metric}@${CUTOFF}`,
    ...[found?.value, found?.low, found?.high].map((value) => value?.toFixed(4) ?? '-'),
  ]);
  return [
    'The same cases, with 95 % intervals by a paired bootstrap',
    renderTable(head, rows, numbersAfter(1, head)),
  ].join('\n');
}
