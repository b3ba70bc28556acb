import type { Interval } from '@lf/contract';
import type { RankMetrics } from '@lf/train-rec';
import { digits, numbersAfter, renderTable } from '../terminal/table.ts';
import {
  CUTOFF,
  type ScoredCandidate,
  type ScoredModel,
  type StoredEvaluation,
} from '../train/rec-scores.ts';

/** A line a model: the metrics at the cut-off, with their 95 % intervals. */
export function modelsTable(models: readonly ScoredModel[]): string {
  const head = ['model', `HR@${CUTOFF}`, `MRR@${CUTOFF}`, `NDCG@${CUTOFF}`, 'coverage'];
  const rows = models.map(({ name, evaluation }) => {
    const at = evaluation.cutoffs.find(({ k }) => k === CUTOFF);
    return [
      name,
      interval(at?.hr),
      interval(at?.mrr),
      interval(at?.ndcg),
      digits(at?.coverage ?? null),
    ];
  });
  return renderTable(head, rows, numbersAfter(1, head));
}

/** A line a model of the sweep: how it did on the validation sessions. */
export function candidatesTable(candidates: readonly ScoredCandidate[]): string {
  const head = ['model', `HR@${CUTOFF}`, `MRR@${CUTOFF}`, `NDCG@${CUTOFF}`, 'coverage'];
  const rows = [...candidates]
    .sort((a, b) => b.ndcg - a.ndcg)
    .map(({ name, hr, mrr, ndcg, coverage }) => [
      name,
      ...[hr, mrr, ndcg, coverage].map((value) => digits(value)),
    ]);
  return renderTable(head, rows, numbersAfter(1, head));
}

/** A line a group of cases: how long the prefix is. */
export function lengthsTable({ bySessionLength }: StoredEvaluation): string {
  return groupsTable(
    'events before',
    bySessionLength.map((group) => [lengthName(group), group]),
  );
}

/** A group of lengths in words. */
export function lengthName({
  from,
  to,
}: {
  readonly from: number;
  readonly to: number | null;
}): string {
  if (to === null) return `${from} or more`;
  return from === to ? String(from) : `${from} to ${to}`;
}

/** A line a group of cases: how popular the target is. */
export function popularityTable({ byItemPopularity }: StoredEvaluation): string {
  return groupsTable(
    'the next product is',
    byItemPopularity.map(({ band, ...metrics }) => [BAND_NAMES[band], metrics]),
  );
}

export const BAND_NAMES = {
  head: 'popular (first third of the events)',
  middle: 'middling',
  tail: 'rare (last third)',
  unseen: 'unseen in training',
} as const;

function groupsTable(
  title: string,
  groups: readonly (readonly [name: string, metrics: RankMetrics])[],
): string {
  const head = [title, 'cases', `HR@${CUTOFF}`, `MRR@${CUTOFF}`, `NDCG@${CUTOFF}`];
  const rows = groups.map(([name, { cases, hr, mrr, ndcg }]) => [
    name,
    cases.toLocaleString('en'),
    ...[hr, mrr, ndcg].map((estimate) => digits(estimate?.value ?? null)),
  ]);
  return renderTable(head, rows, numbersAfter(1, head));
}

function interval(estimate: Interval | null | undefined): string {
  if (estimate === null || estimate === undefined) return '-';
  const { value, low, high } = estimate;
  return `${value.toFixed(3)} ±${((high - low) / 2).toFixed(3)}`;
}
