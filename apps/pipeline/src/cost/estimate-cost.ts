import type { RunningEndpoint, RunningVariant } from '@lf/deploy/sagemaker';
import type { PriceTable } from './price-table.ts';

/** 365 days in twelve months: 730 hours, as AWS's own calculator has it. */
export const HOURS_PER_MONTH = (365 * 24) / 12;

/** What a variant of an endpoint costs; null where the table has no price of it. */
interface VariantCost {
  readonly endpoint: string;
  readonly flow: string;
  readonly runId: string;
  readonly status: string;
  readonly variant: string;
  /** `2 × ml.t2.medium`, `serverless 2048 MB, 1 provisioned`. */
  readonly runsOn: string;
  readonly perHour: number | null;
}

export interface CostEstimate {
  readonly currency: string;
  readonly variants: readonly VariantCost[];
  /** Of those that have a price. */
  readonly perHour: number;
  readonly perMonth: number;
  /** What the table has no price of, each once. */
  readonly missing: readonly string[];
}

/**
 * What endpoints cost while nobody asks them anything: instances, and provisioned concurrency. Serverless endpoints without
 * it cost nothing then; requests, data and storage are not in it.
 */
export function estimateCost(
  endpoints: readonly RunningEndpoint[],
  table: PriceTable,
): CostEstimate {
  const missing = new Set<string>();
  const priceOf = (variant: RunningVariant): number | null => {
    if (variant.kind === 'instances') {
      const price = ownPrice(table.instances, variant.type);
      if (price === null) missing.add(variant.type);
      return price === null ? null : price * variant.count;
    }
    if (variant.provisioned === 0) return 0;
    const price = ownPrice(table.serverlessProvisioned ?? {}, String(variant.memoryMb));
    if (price === null) missing.add(`serverless ${variant.memoryMb} MB`);
    return price === null ? null : price * variant.provisioned;
  };
  const variants = endpoints.flatMap(({ name: endpoint, flow, runId, status, variants: each }) =>
    each.map((variant): VariantCost => ({
      ...{ endpoint, flow, runId, status },
      variant: variant.name,
      runsOn: wordsOf(variant),
      perHour: priceOf(variant),
    })),
  );
  const perHour = variants.reduce((total, variant) => total + (variant.perHour ?? 0), 0);
  return {
    currency: table.currency,
    variants,
    perHour,
    perMonth: perHour * HOURS_PER_MONTH,
    missing: [...missing],
  };
}

function ownPrice(prices: Readonly<Record<string, number>>, of: string): number | null {
  return Object.hasOwn(prices, of) ? (prices[of] ?? null) : null;
}

function wordsOf(variant: RunningVariant): string {
  return variant.kind === 'instances'
    ? `${variant.count} × ${variant.type}`
    : `serverless ${variant.memoryMb} MB, ${variant.provisioned} provisioned`;
}
