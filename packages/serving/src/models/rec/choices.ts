import { ParameterError } from '../../errors.ts';
import { readText } from '../../parameters.ts';
import { wholeNumberOf } from '../../whole-number.ts';

/** Whether products that the session holds may be recommended. */
export const SEEN_ITEMS = ['include', 'exclude'] as const;
export type SeenItems = (typeof SEEN_ITEMS)[number];

/** What a caller may choose of a recommendation. */
export interface RecChoices {
  /** How many products are named at most. */
  readonly k?: number;
  readonly seenItems?: SeenItems;
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

/** The parameters of a question for products. */
export const REC_PARAMETERS = ['session', 'k', 'exclude'] as const;

/** Characters of a wrong value that a message repeats. */
const SHOWN_CHARACTERS = 40;

/**
 * The choices in a query string.
 *
 * @throws ParameterError
 */
export function readChoices(query: string): RecChoices {
  const k = readText(query, 'k');
  const exclude = readText(query, 'exclude');
  return {
    ...(k !== undefined && { k: listLengthOf(k) }),
    ...(exclude !== undefined && { seenItems: seenItemsOf(exclude) }),
  };
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
