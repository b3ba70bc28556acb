import type { Vocabulary } from '@lf/contract';
import { EmptySessionError, TooManyEventsError } from '../../errors.ts';
import { findItem } from './find-item.ts';

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
 * Finds the products of a session in the vocabulary: one look-up a SKU, with its blanks and without.
 *
 * A SKU that is blank is skipped, unless the vocabulary has it.
 *
 * @param written - SKUs, oldest first
 * @param example - a query string that works, for the message
 * @param maxEvents - the longest session allowed, in SKUs
 * @throws EmptySessionError, TooManyEventsError
 */
export function parseRecSession(
  written: readonly string[],
  vocabulary: Vocabulary,
  { example, maxEvents }: { readonly example: string; readonly maxEvents: number },
): RecSession {
  const found = separated(written, vocabulary, maxEvents);
  const events = found.length;
  if (events === 0) throw new EmptySessionError(example);
  if (events > maxEvents) throw new TooManyEventsError(events, maxEvents);
  return {
    items: found.flatMap(({ item }) => (item === undefined ? [] : [item])),
    unknown: found
      .filter(({ item }) => item === undefined)
      .slice(0, NAMED_UNKNOWN)
      .map(({ sku }) => sku.slice(0, SHOWN_CHARACTERS)),
    events,
  };
}

/** A SKU of the caller, and its item if the vocabulary knows it. */
interface Found {
  readonly sku: string;
  readonly item: number | undefined;
}

/**
 * The SKUs as they are; but a single one that is no product and holds commas may be a whole list, whose commas the
 * caller encoded too (`new URLSearchParams({ session: 'a,b' })`): it is split if that makes a product of a part, or if it
 * is too long a list.
 */
function separated(
  written: readonly string[],
  vocabulary: Vocabulary,
  maxEvents: number,
): readonly Found[] {
  const found = findAll(written, vocabulary);
  const [only, ...others] = found;
  if (only === undefined || others.length > 0 || only.item !== undefined) return found;
  if (!only.sku.includes(',')) return found;
  const parts = findAll(only.sku.split(','), vocabulary);
  const isList =
    parts.length === 0 || parts.length > maxEvents || parts.some(({ item }) => item !== undefined);
  return isList ? parts : found;
}

function findAll(written: readonly string[], vocabulary: Vocabulary): readonly Found[] {
  return written.flatMap((text) => {
    const item = findItem(text, vocabulary);
    if (item === 'blank') return [];
    return [{ sku: text.trim(), item: item === 'unknown' ? undefined : item }];
  });
}
