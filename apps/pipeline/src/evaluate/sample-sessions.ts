import { sessionItems, type NextItemCases, type Recommender } from '@lf/train-rec';

/** A test session cut before an event, what came and what was recommended. */
export interface SampleSession {
  /** SKUs, oldest first: the latest ones. */
  readonly before: readonly string[];
  /** Earlier events than those. */
  readonly earlier: number;
  /** Null: a product that the training has not seen. */
  readonly came: string | null;
  /** Best first. */
  readonly recommended: readonly string[];
}

const SAMPLES = 12;
const SHOWN_EVENTS = 5;
const SHOWN_PRODUCTS = 5;

/**
 * Asks a recommender about some of the cases, spread evenly over them.
 *
 * @param skus by item
 */
export function sampleSessions(
  recommender: Recommender,
  { sessions, targets }: NextItemCases,
  skus: readonly string[],
): readonly SampleSession[] {
  const count = Math.min(SAMPLES, targets.length);
  const places = Array.from({ length: count }, (_, sample) =>
    Math.floor(((sample + 0.5) * targets.length) / count),
  );
  const named = (items: Iterable<number>) =>
    Array.from(items, (item) => skus[item]).filter((sku) => sku !== undefined);
  return places.map((place) => {
    const prefix = sessionItems(sessions, place);
    const { items } = recommender.recommend(
      { offsets: Uint32Array.of(0, prefix.length), items: prefix },
      { k: SHOWN_PRODUCTS },
    );
    const target = targets[place] ?? -1;
    return {
      before: named(prefix.slice(-SHOWN_EVENTS)),
      earlier: Math.max(0, prefix.length - SHOWN_EVENTS),
      came: skus[target] ?? null,
      recommended: named(items),
    };
  });
}
