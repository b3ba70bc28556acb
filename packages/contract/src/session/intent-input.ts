import { SessionCodesError } from '../errors.ts';
import { ACTION_CODES, ACTIONS } from './actions.ts';
import {
  rowCount,
  rowLength,
  type ActionSequences,
  type EncodedSequences,
} from './action-sequences.ts';

/** The marks around a session: start and end. */
const MARKS = 2;

/** How many steps of a framed session an intent model reads at most: its latest events between the two marks. */
export function maxSteps(maxEvents: number): number {
  return maxEvents + MARKS;
}

/**
 * The steps of a framed session that an intent model reads: the first, and the last ones. **The cutting rule**: what a
 * shopper did last says most about what comes next. Whatever encodes, predicts or exports uses it.
 *
 * @param steps start, events, end; anything longer than that is cut the same way
 * @param maxEvents events between start and end that are read
 */
export function cutSteps<Step>(steps: readonly Step[], maxEvents: number): readonly Step[] {
  if (steps.length <= maxSteps(maxEvents)) return steps;
  return [...steps.slice(0, 1), ...steps.slice(-(maxEvents + 1))];
}

/**
 * A session as an intent model reads it.
 *
 * @param actions codes 2..6, oldest first
 * @returns codes 0..6: start, the latest events, end
 */
export function intentCodes(actions: readonly number[], maxEvents: number): readonly number[] {
  return cutSteps([ACTION_CODES.start, ...actions, ACTION_CODES.end], maxEvents);
}

/**
 * Many sessions as an intent model reads them; see {@link cutSteps}.
 *
 * @param sequences codes 2..6, rows of any length
 * @param maxEvents events between start and end that are read
 * @returns codes 0..6, every row of length 2..maxEvents + 2
 * @throws SessionCodesError for a code outside 2..6
 */
export function encodeSequences(sequences: ActionSequences, maxEvents: number): EncodedSequences {
  const rows = rowCount(sequences);
  const offsets = new Uint32Array(rows + 1);
  for (let row = 0; row < rows; row++) {
    offsets[row + 1] = (offsets[row] ?? 0) + Math.min(rowLength(sequences, row), maxEvents) + MARKS;
  }
  const codes = new Uint8Array(offsets[rows] ?? 0);
  for (let row = 0; row < rows; row++) {
    const from = offsets[row] ?? 0;
    const to = offsets[row + 1] ?? 0;
    const end = sequences.offsets[row + 1] ?? 0;
    codes[from] = ACTION_CODES.start;
    codes.set(sequences.actions.subarray(end - (to - from - MARKS), end), from + 1);
    codes[to - 1] = ACTION_CODES.end;
  }
  assertActionCodes(sequences);
  return { offsets, codes };
}

function assertActionCodes({ actions }: ActionSequences): void {
  const wrong = actions.findIndex((code) => code <= ACTION_CODES.end || code >= ACTIONS.length);
  if (wrong === -1) return;
  const allowed = ACTIONS.map((action, code) => `${code} ${action}`).slice(ACTION_CODES.end + 1);
  throw new SessionCodesError(wrong, actions[wrong] ?? -1, allowed);
}
