import { EmptySessionError, TooManyEventsError } from '../../errors.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Unknown SKUs that an answer names: enough to see the pattern, few enough to read. */
const NAMED_UNKNOWN = 20;
/** Characters of an unknown SKU that an answer repeats: a SHA-256 in hexadecimal has 64. */
const SHOWN_CHARACTERS = 128;

/** A session of products, as far as the vocabulary knows them. */
export interface RecSession {
  /** Known items, oldest first. */
  readonly items: readonly number[];
  /** The first of the SKUs that are not in the vocabulary, cut to a length that can be shown. */
  readonly unknown: readonly string[];
  /** How many SKUs the caller sent, known or not. */
  readonly events: number;
}

/**
 * Splits the text of `?session=` into products.
 *
 * Blanks around a comma do not count, unless a SKU has them. A SKU that holds commas itself is found by the
 * vocabulary: the longest run of parts that is a SKU counts as that SKU.
 *
 * @param session - SKUs, oldest first, separated by commas
 * @param example - a query string that works, for the message
 * @param maxEvents - the longest session allowed, in SKUs
 * @throws EmptySessionError, TooManyEventsError
 */
export function parseRecSession(
  session: string,
  vocabulary: Vocabulary,
  { example, maxEvents }: { readonly example: string; readonly maxEvents: number },
): RecSession {
  const parts = session.split(',').filter((part) => part.trim() !== '');
  if (parts.length === 0) throw new EmptySessionError(example);
  if (parts.length > maxEvents * vocabulary.maxParts)
    throw new TooManyEventsError(parts.length, maxEvents);
  const items: number[] = [];
  const unknown: string[] = [];
  let events = 0;
  for (let position = 0; position < parts.length; events++) {
    const known = longestKnown(parts, position, vocabulary);
    if (known === undefined) {
      const sku = parts[position]?.trim() ?? '';
      if (unknown.length < NAMED_UNKNOWN) unknown.push(sku.slice(0, SHOWN_CHARACTERS));
      position += 1;
    } else {
      items.push(known.item);
      position += known.parts;
    }
  }
  if (events > maxEvents) throw new TooManyEventsError(events, maxEvents);
  return { items, unknown, events };
}

/** The item whose SKU is the longest run of parts from `position` on. */
function longestKnown(
  parts: readonly string[],
  position: number,
  { itemOf, maxParts }: Vocabulary,
): { readonly item: number; readonly parts: number } | undefined {
  for (let count = Math.min(maxParts, parts.length - position); count > 0; count--) {
    const text =
      count === 1 ? (parts[position] ?? '') : parts.slice(position, position + count).join(',');
    const item = itemOf.get(text) ?? itemOf.get(text.trim());
    if (item !== undefined) return { item, parts: count };
  }
  return undefined;
}
