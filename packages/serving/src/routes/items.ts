import type { Call } from '../api.ts';
import { ParameterError } from '../errors.ts';
import { readText, requireKnownParameters } from '../parameters.ts';

import { productsOf, type Product } from '../showcase/showcase.ts';

/** Products that one answer names at most. */
const MAX_ITEMS = 100;
const DEFAULT_ITEMS = 20;
/** A SHA-256 in hexadecimal has 64 characters; a search of more than this finds no SKU that a person typed. */
const MAX_SEARCH_CHARACTERS = 256;

/** Products of the vocabulary. */
export interface ItemsBody {
  /** SKUs, most popular first. */
  readonly items: readonly string[];
  /** How many products the model knows. */
  readonly total: number;
  /** What is known of these products, by SKU; not there where nothing is. */
  readonly products?: Readonly<Record<string, Product>>;
}

/**
 * Answers `GET /items?search=<text>&limit=<n>`: the most popular products whose SKU or name holds the text, whatever its case.
 *
 * @throws ParameterError, UnknownParameterError
 */
export function findItems({ query, service: { model } }: Call): ItemsBody {
  const { skus, products } =
    model.kind === 'rec' ? model : { skus: [], products: new Map<string, Product>() };
  requireKnownParameters(query, ['search', 'limit']);
  const search = readText(query, 'search') ?? '';
  if (search.length > MAX_SEARCH_CHARACTERS) {
    throw new ParameterError(
      'search',
      `at most ${MAX_SEARCH_CHARACTERS} characters`,
      `${search.length} characters`,
    );
  }
  const limit = readLimit(readText(query, 'limit'));
  const wanted = search.toLowerCase();
  const items: string[] = [];
  for (const sku of skus) {
    if (items.length === limit) break;
    const name = products.get(sku)?.name ?? '';
    if (sku.toLowerCase().includes(wanted) || name.toLowerCase().includes(wanted)) items.push(sku);
  }
  const known = productsOf(items, products);
  return { items, total: skus.length, ...(known && { products: known }) };
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return DEFAULT_ITEMS;
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= MAX_ITEMS) return limit;
  throw new ParameterError('limit', `a whole number from 1 to ${MAX_ITEMS}`, text.slice(0, 40));
}
