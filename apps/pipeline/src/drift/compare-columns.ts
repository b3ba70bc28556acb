import { DRIFT, driftSuite, validate, type ExpectationResult } from '@lf/expectations';
import { columnTypes, type TrafficColumns } from '../reference/traffic-columns.ts';
import type { Reference } from '../reference/reference.ts';

/** How far a column has gone from the training: `drift` rings, `moving` is told. */
export type ColumnVerdict = 'drift' | 'moving' | 'same' | 'unknown';

/** A share of the rows in each bin. */
export interface ComparedBin {
  readonly label: string;
  readonly live: number;
  readonly reference: number;
}

/** A column of the traffic compared with the training. */
export interface ComparedColumn {
  readonly column: string;
  readonly verdict: ColumnVerdict;
  /** Population stability index; null without values. */
  readonly psi: number | null;
  /** Kolmogorov-Smirnov distance of numbers, Cramér's V of categories; null without values. */
  readonly distance: number | null;
  readonly measure: 'KS distance' | "Cramér's V";
  readonly bins: readonly ComparedBin[];
}

/** Compares every column that both sides have, by `driftSuite` of @lf/expectations and its thresholds. */
export async function compareColumns(
  columns: TrafficColumns,
  reference: Reference,
): Promise<readonly ComparedColumn[]> {
  const common = Object.keys(reference.columns).filter((name) => Object.hasOwn(columns, name));
  const [first = ''] = common;
  const rows = columns[first]?.length ?? 0;
  const described = {
    rows,
    columns: Object.fromEntries(
      Object.entries(reference.columns).filter(([name]) => common.includes(name)),
    ),
  };
  const { results } = await validate({
    source: { columns, types: columnTypes(columns) },
    suite: driftSuite(described),
    expectations: DRIFT,
  });
  return common.map((column) => {
    const own = results.filter(({ expectation_config: { kwargs } }) => kwargs['column'] === column);
    const psi = own.find(({ expectation_config: { type } }) => type.includes('stability'));
    const effect = own.find((each) => each !== psi);
    const isNumbers = reference.columns[column]?.kind === 'numbers';
    return {
      column,
      verdict: verdictOf(psi, effect),
      psi: observed(psi),
      distance: observed(effect),
      measure: isNumbers ? 'KS distance' : "Cramér's V",
      bins: binsOf(psi),
    };
  });
}

function verdictOf(
  psi: ExpectationResult | undefined,
  effect: ExpectationResult | undefined,
): ColumnVerdict {
  if (observed(psi) === null) return 'unknown';
  if (psi?.success === false) return 'drift';
  return effect?.success === false ? 'moving' : 'same';
}

function observed(result: ExpectationResult | undefined): number | null {
  const value = result?.result['observed_value'];
  return typeof value === 'number' ? value : null;
}

function binsOf(psi: ExpectationResult | undefined): readonly ComparedBin[] {
  const details = psi?.result['details'];
  if (typeof details !== 'object' || details === null) return [];
  const {
    bins,
    observed_counts: live,
    reference_counts: reference,
  } = {
    ...details,
  } as Readonly<Record<string, unknown>>;
  if (!Array.isArray(bins) || !Array.isArray(live) || !Array.isArray(reference)) return [];
  const shares = (counts: readonly unknown[]) => {
    const total = counts.reduce<number>((sum, count) => sum + Number(count), 0);
    return counts.map((count) => (total === 0 ? 0 : Number(count) / total));
  };
  const [liveShares, referenceShares] = [shares(live), shares(reference)];
  return bins.map((label: unknown, place) => ({
    label: String(label),
    live: liveShares[place] ?? 0,
    reference: referenceShares[place] ?? 0,
  }));
}
