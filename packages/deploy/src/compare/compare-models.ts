import { ModelWorseError } from '../errors.ts';

/** One metric of two models on the same rows. */
export interface MetricPair {
  /** `rocAuc`, `mrr@20` ...; higher is better, as for both of these. */
  readonly metric: string;
  /** The model that serves; a metric that the rows do not define is null. */
  readonly champion: number | null;
  /** The new model. */
  readonly challenger: number | null;
  /** How many rows both were judged on. */
  readonly rows: number;
}

export interface ModelComparison extends MetricPair {
  /** What the challenger loses, relative to the champion; negative where it wins, null where nothing can be said. */
  readonly dropRatio: number | null;
  readonly maxDropRatio: number;
  /** Whether it loses more than that. */
  readonly isWorse: boolean;
  /** In one line. */
  readonly verdict: string;
}

/** A fiftieth of the metric: less is noise on some thousand rows, more is a loss that somebody should agree to. */
export const DEFAULT_MAX_METRIC_DROP = 0.02;

const shown = (value: number) => value.toFixed(4);
const percent = (ratio: number) => `${(Math.abs(ratio) * 100).toFixed(2)} %`;

/**
 * Compares a new model with the one that serves.
 * Where a metric is undefined for either (rows of one class alone), the challenger is not called worse.
 *
 * @param maxDropRatio how much of the champion's metric the challenger may lose, 0 to 1
 */
export function compareModels(
  pair: MetricPair,
  maxDropRatio: number = DEFAULT_MAX_METRIC_DROP,
): ModelComparison {
  const { metric, champion, challenger, rows } = pair;
  const where = `${metric} on ${rows.toLocaleString('en')} rows`;
  if (champion === null || challenger === null || !(champion > 0)) {
    const verdict = `${where} does not tell the new model from the serving one.`;
    return { ...pair, dropRatio: null, maxDropRatio, isWorse: false, verdict };
  }
  const dropRatio = (champion - challenger) / champion;
  const difference =
    dropRatio === 0 ? 'the same' : `${percent(dropRatio)} ${dropRatio > 0 ? 'worse' : 'better'}`;
  return {
    ...pair,
    dropRatio,
    maxDropRatio,
    isWorse: !(dropRatio <= maxDropRatio),
    verdict: `${where}: new ${shown(challenger)}, serving ${shown(champion)}: ${difference}.`,
  };
}

/**
 * The gate before a deploy.
 *
 * @throws ModelWorseError unless `force` is set
 */
export function requireNoWorse(
  comparison: ModelComparison,
  { force = false }: { readonly force?: boolean } = {},
): ModelComparison {
  if (comparison.isWorse && !force) throw new ModelWorseError(comparison);
  return comparison;
}
