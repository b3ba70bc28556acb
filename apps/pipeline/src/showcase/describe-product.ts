import type { ProductContent } from '@lf/dataset';
import type { Product } from '@lf/serving';

/** What is longer is told by its beginning. */
const MOST_CHARACTERS = 80;

/** Hashes tell themselves apart by so many characters. */
const HASH_CHARACTERS = 12;
const HASH = /^[0-9a-f]{32,}$/i;

/** Price buckets are the deciles of a catalogue. */
const DECILES = 10;

/** What a catalogue says of a product, as people read it; undefined where it says nothing. */
export function describeProduct(content: ProductContent | undefined): Product | undefined {
  const facts = {
    name: shown(content?.name),
    category: shown(content?.category?.split('/').at(-1)),
    price: priceOf(content?.priceBucket ?? null),
  };
  const known = Object.entries(facts).filter(([, fact]) => fact !== undefined);
  return known.length === 0 ? undefined : Object.fromEntries(known);
}

function priceOf(bucket: number | null): string | undefined {
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
