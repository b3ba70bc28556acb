import { VOCABULARY, type Action, type Word } from './actions.ts';

/** Rows of the one-hot code, by word: `[word]` of length 7. */
const ROWS = new Map<Word, readonly number[]>(
  VOCABULARY.map((word, code) => [word, VOCABULARY.map((_, column) => (column === code ? 1 : 0))]),
);

/**
 * Codes a session as the intent model reads it: one-hot rows, `start` in front and `end` behind.
 *
 * @param actions - oldest first
 * @returns `[time, 7]`, time = actions + 2
 */
export function encodeIntentSession(actions: readonly Action[]): (readonly number[])[] {
  const words: readonly Word[] = ['start', ...actions, 'end'];
  return words.map((word) => ROWS.get(word) ?? []);
}
