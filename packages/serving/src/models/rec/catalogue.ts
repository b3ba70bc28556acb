import type { Vocabulary } from '@lf/contract';
import type { Product } from '../../showcase/showcase.ts';
import { itemsByCategory } from './categories.ts';
import type { RecChoices } from './choices.ts';

/** The lowest and the highest price of a catalogue, in its own unit. */
export interface PriceRange {
  readonly lowest: number;
  readonly highest: number;
}

/** What a question may be restricted to. */
export interface Filters {
  /** In alphabetical order; empty: the catalogue has none. */
  readonly categories: readonly string[];
  /** undefined: the catalogue has no prices. */
  readonly prices: PriceRange | undefined;
}

/** What a catalogue says of the items of a vocabulary. */
export interface Catalogue extends Filters {
  /** The items that a question restricts its answer to; undefined: it restricts nothing. */
  readonly wantedBy: (choices: RecChoices) => Wanted | undefined;
}

/** Some items of a vocabulary. */
export interface Wanted {
  readonly has: (item: number) => boolean;
  /** The first `count` of them, most popular first. */
  readonly first: (count: number) => readonly number[];
}

/** The catalogue of a vocabulary. Products that the vocabulary does not know are none that a model could name. */
export function catalogueOf(
  vocabulary: Pick<Vocabulary, 'skus'>,
  products: ReadonlyMap<string, Product>,
): Catalogue {
  const byCategory = itemsByCategory(vocabulary, products);
  const amounts = amountsByItem(vocabulary, products);
  return {
    categories: [...byCategory.keys()],
    prices: rangeOf(amounts.values()),
    wantedBy: ({ category, priceMin, priceMax }) => {
      const isPriced = priceMin !== undefined || priceMax !== undefined;
      if (category === undefined && !isPriced) return undefined;
      const inCategory = category === undefined ? undefined : byCategory.get(category);
      const has = (item: number) => {
        if (category !== undefined && inCategory?.has(item) !== true) return false;
        if (!isPriced) return true;
        const amount = amounts.get(item);
        if (amount === undefined) return false;
        return amount >= (priceMin ?? -Infinity) && amount <= (priceMax ?? Infinity);
      };
      const candidates = category === undefined ? amounts.keys() : (inCategory ?? []);
      return { has, first: (count) => firstOf(candidates, has, count) };
    },
  };
}

/** The price of each item that has one; items ascending, as they are in the order of popularity. */
function amountsByItem(
  { skus }: Pick<Vocabulary, 'skus'>,
  products: ReadonlyMap<string, Product>,
): ReadonlyMap<number, number> {
  const amounts = new Map<number, number>();
  if (products.size === 0) return amounts;
  for (const [item, sku] of skus.entries()) {
    const amount = products.get(sku)?.amount;
    if (amount !== undefined) amounts.set(item, amount);
  }
  return amounts;
}

function rangeOf(amounts: Iterable<number>): PriceRange | undefined {
  let lowest = Infinity;
  let highest = -Infinity;
  for (const amount of amounts) {
    lowest = Math.min(lowest, amount);
    highest = Math.max(highest, amount);
  }
  return lowest > highest ? undefined : { lowest, highest };
}

function firstOf(
  candidates: Iterable<number>,
  has: (item: number) => boolean,
  count: number,
): readonly number[] {
  const found: number[] = [];
  for (const item of candidates) {
    if (found.length === count) break;
    if (has(item)) found.push(item);
  }
  return found;
}
