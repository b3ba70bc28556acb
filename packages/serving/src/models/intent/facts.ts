import type { BundleManifest } from '@lf/contract';

/** What helps to read a probability, where the bundle's manifest says it. */
export interface IntentFacts {
  /** Share of purchases among the rows that the model was judged on: what it has to beat. */
  readonly baseRate?: number;
  /** The probability from which the training called a session a purchase. */
  readonly threshold?: number;
}

/** The facts in a manifest's metrics; bundles of before they were recorded have none. */
export function intentFactsOf({ metrics }: Pick<BundleManifest, 'metrics'>): IntentFacts {
  const { baseRate, threshold } = metrics;
  return {
    ...(isRatio(baseRate) && { baseRate }),
    ...(isRatio(threshold) && { threshold }),
  };
}

const isRatio = (value: number | undefined): value is number =>
  value !== undefined && value >= 0 && value <= 1;
