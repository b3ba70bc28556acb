import { ACTION_CODES, ACTIONS } from '@lf/dataset';
import { IntentDataError } from '../errors.ts';

/** Rows of action codes as columns: row r holds `actions[offsets[r] .. offsets[r + 1])`. */
export interface ActionSequences {
  readonly offsets: Uint32Array;
  readonly actions: Uint8Array;
}

/** What the model reads: each row is start, actions, end. */
export interface EncodedSequences {
  /** [row + 1] */
  readonly offsets: Uint32Array;
  /** [code] 0..6 */
  readonly codes: Uint8Array;
}

/** How many rows a set of columns holds. */
export function rowCount(sequences: { readonly offsets: Uint32Array }): number {
  return Math.max(0, sequences.offsets.length - 1);
}

/** How many codes row `row` holds. */
export function rowLength(sequences: { readonly offsets: Uint32Array }, row: number): number {
  return (sequences.offsets[row + 1] ?? 0) - (sequences.offsets[row] ?? 0);
}

/** How many codes the longest row holds; 1 without rows. */
export function longestRow(sequences: { readonly offsets: Uint32Array }): number {
  let longest = 1;
  for (let row = 0; row < rowCount(sequences); row++) {
    longest = Math.max(longest, rowLength(sequences, row));
  }
  return longest;
}

/**
 * Frames each row with start and end; a row of more than `maxLength` events keeps its last ones, as
 * what a shopper did last says most about what comes next.
 *
 * @param sequences codes 2..6, [row] of any length
 * @param maxLength events, without start and end
 * @returns codes 0..6, every row of length 2..maxLength + 2
 * @throws IntentDataError for a code outside 2..6
 */
export function encodeSequences(sequences: ActionSequences, maxLength: number): EncodedSequences {
  const rows = rowCount(sequences);
  const offsets = new Uint32Array(rows + 1);
  for (let row = 0; row < rows; row++) {
    offsets[row + 1] = (offsets[row] ?? 0) + Math.min(rowLength(sequences, row), maxLength) + 2;
  }
  const codes = new Uint8Array(offsets[rows] ?? 0);
  for (let row = 0; row < rows; row++) {
    const from = offsets[row] ?? 0;
    const to = offsets[row + 1] ?? 0;
    const end = sequences.offsets[row + 1] ?? 0;
    codes[from] = ACTION_CODES.start;
    codes.set(sequences.actions.subarray(end - (to - from - 2), end), from + 1);
    codes[to - 1] = ACTION_CODES.end;
  }
  assertActionCodes(sequences);
  return { offsets, codes };
}

function assertActionCodes(sequences: ActionSequences): void {
  const wrong = sequences.actions.findIndex(
    (code) => code <= ACTION_CODES.end || code >= ACTIONS.length,
  );
  if (wrong === -1) return;
  const allowed = ACTIONS.map((action, code) => `${code} ${action}`).slice(ACTION_CODES.end + 1);
  throw new IntentDataError(
    'action_code_unknown',
    `While encoding sessions, event ${wrong} has the action code ${sequences.actions[wrong] ?? 'none'}; ` +
      `expected one of ${allowed.join(', ')}.`,
  );
}
