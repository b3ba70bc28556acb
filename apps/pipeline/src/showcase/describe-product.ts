import type { ProductContent } from '@lf/dataset';
import type { Product } from '@lf/serving';
import { pageOf } from './product-page.ts';

/** What is longer is told by its beginning. */
const MOST_CHARACTERS = 80;

/** Hashes tell themselves apart by so many characters. */
const HASH_CHARACTERS = 12;
const HASH = /^[0-9a-f]{32,}$/i;

/** Price buckets are the deciles of a catalogue. */
const DECILES = 10;

/** What is told of products besides what people read. */
export interface ProductDetails {
  /** Address of a product's page, `{sku}` in it for its id; what the catalogue says of a product goes before it. */
  readonly pageTemplate?: string;
  /** What the price of products is compared by. */
  readonly amounts: 'price' | 'bucket';
}

/** What a catalogue says of a product, as people read it; undefined where it says nothing. */
export function describeProduct(
  content: Omit<ProductContent, 'url'> | undefined,
): Product | undefined {
  return knownOf({
    name: shown(content?.name),
    category: shown(content?.category?.split('/').at(-1)),
    price: priceOf(content),
  });
}

/** What people read of a product, its page and its price as a number; undefined where nothing is known. */
export function detailProduct(
  sku: string,
  content: ProductContent | undefined,
  { pageTemplate, amounts }: ProductDetails,
): Product | undefined {
  const amount = amounts === 'price' ? content?.price : content?.priceBucket;
  return knownOf({
    ...describeProduct(content),
    amount: typeof amount === 'number' && Number.isFinite(amount) ? amount : undefined,
    url: pageOf(sku, { url: content?.url ?? null, template: pageTemplate }),
  });
}

function knownOf(
  facts: Readonly<Record<string, string | number | undefined>>,
): Product | undefined {
  const known = Object.entries(facts).filter(([, fact]) => fact !== undefined);
  return known.length === 0 ? undefined : Object.fromEntries(known);
}

function priceOf(
  content: Pick<ProductContent, 'price' | 'priceBucket'> | undefined,
): string | undefined {
  if (typeof content?.price === 'number' && Number.isFinite(content.price)) {
    return `price ${content.price}`;
  }
  const bucket = content?.priceBucket ?? null;
  if (bucket === null || !Number.isFinite(bucket)) return undefined;
  const isDecile = Number.isInteger(bucket) && bucket >= 1 && bucket <= DECILES;
  return isDecile ? `price ${bucket} of ${DECILES}` : `price ${bucket}`;
}

function shown(value: string | null | undefined): string | undefined {
  const text = value?.trim() ?? '';
  if (text === '') return undefined;
  if (HASH.test(text)) return `${text.slice(0, HASH_CHARACTERS)}…`;
  const characters = Array.from(text);
  return characters.length <= MOST_CHARACTERS
    ? text
    : `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…`;
}
