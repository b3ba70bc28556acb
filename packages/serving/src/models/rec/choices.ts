import { ParameterError } from '../../errors.ts';
import { nearestOf } from '../../nearest.ts';
import { readText } from '../../parameters.ts';
import { decimalOf, wholeNumberOf } from '../../whole-number.ts';
import type { Filters, PriceRange } from './catalogue.ts';

/** Whether products that the session holds may be recommended. */
export const SEEN_ITEMS = ['include', 'exclude'] as const;
export type SeenItems = (typeof SEEN_ITEMS)[number];

/** What a caller may choose of a recommendation. */
export interface RecChoices {
  /** How many products are named at most. */
  readonly k?: number;
  readonly seenItems?: SeenItems;
  /** Only products of this category of the bundle's catalogue. */
  readonly category?: string;
  /** Only products that the catalogue has at this price or above, in its own unit. */
  readonly priceMin?: number;
  /** Only products that the catalogue has at this price or below. */
  readonly priceMax?: number;
}

/** Products that an answer names unless it is asked for another number. */
export const DEFAULT_K = 10;

/** As many as a model names. */
export const MAX_K = 100;

/** What `exclude` takes, and what it means. */
export const EXCLUDED = { seen: 'exclude', none: 'include' } as const satisfies Record<
  string,
  SeenItems
>;

/** The parameters of a question for products: `category` and prices where the bundle's catalogue has any. */
export function recParameters({ categories, prices }: Filters): readonly string[] {
  return [
    'session',
    'k',
    'exclude',
    ...(categories.length > 0 ? ['category'] : []),
    ...(prices === undefined ? [] : ['price_min', 'price_max']),
  ];
}

/** Characters of a wrong value that a message repeats. */
const SHOWN_CHARACTERS = 40;

/** Categories that a message names. */
const SHOWN_CATEGORIES = 20;

/**
 * The choices in a query string.
 *
 * @param filters of the bundle's catalogue
 * @throws ParameterError
 */
export function readChoices(query: string, { categories, prices }: Filters): RecChoices {
  const k = readText(query, 'k');
  const exclude = readText(query, 'exclude');
  const category = readText(query, 'category');
  return {
    ...(k !== undefined && { k: listLengthOf(k) }),
    ...(exclude !== undefined && { seenItems: seenItemsOf(exclude) }),
    ...(category !== undefined && { category: knownCategory(category, categories) }),
    ...readPrices(query, prices),
  };
}

function readPrices(query: string, prices: PriceRange | undefined): RecChoices {
  const priceMin = readPrice(query, 'price_min', prices);
  const priceMax = readPrice(query, 'price_max', prices);
  if (priceMin !== undefined && priceMax !== undefined && priceMin > priceMax) {
    throw new ParameterError('price_min', `at most price_max, ${priceMax}`, String(priceMin));
  }
  return {
    ...(priceMin !== undefined && { priceMin }),
    ...(priceMax !== undefined && { priceMax }),
  };
}

function readPrice(
  query: string,
  name: string,
  prices: PriceRange | undefined,
): number | undefined {
  const text = readText(query, name);
  if (text === undefined) return undefined;
  const price = decimalOf(text);
  if (price !== undefined) return price;
  const range =
    prices === undefined ? '' : `; the catalogue has ${prices.lowest} to ${prices.highest}`;
  throw new ParameterError(
    name,
    `a number such as 20 or 49.90${range}`,
    text.slice(0, SHOWN_CHARACTERS),
  );
}

function listLengthOf(text: string): number {
  const k = wholeNumberOf(text);
  if (k !== undefined && k >= 1 && k <= MAX_K) return k;
  const shown = text.slice(0, SHOWN_CHARACTERS);
  throw new ParameterError('k', `a whole number from 1 to ${MAX_K}`, shown);
}

function seenItemsOf(text: string): SeenItems {
  if (text === 'seen' || text === 'none') return EXCLUDED[text];
  const names = Object.keys(EXCLUDED).join(' or ');
  throw new ParameterError('exclude', names, text.slice(0, SHOWN_CHARACTERS));
}

function knownCategory(text: string, categories: readonly string[]): string {
  if (categories.includes(text)) return text;
  const more = categories.length - SHOWN_CATEGORIES;
  const names = categories.slice(0, SHOWN_CATEGORIES).join(', ');
  const nearest = nearestOf(text, categories);
  const hint = nearest === undefined ? '' : ` (did you mean '${nearest}'?)`;
  throw new ParameterError(
    'category',
    `a category of the catalogue: ${names}${more > 0 ? ` and ${more} more` : ''}${hint}`,
    text.slice(0, SHOWN_CHARACTERS),
  );
}
