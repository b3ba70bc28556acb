import {
  rowCount,
  rowLength,
  type ActionSequences,
  type EncodedSequences,
} from './action-sequences.ts';
import { ACTION_CODES } from './actions.ts';

/** The latest events of each row: the cutting rule of intent, without the marks around a session. */
export function latestEvents(rows: ActionSequences, maxEvents: number): ActionSequences {
  const count = rowCount(rows);
  const offsets = new Uint32Array(count + 1);
  for (let row = 0; row < count; row++) {
    offsets[row + 1] = (offsets[row] ?? 0) + Math.min(maxEvents, rowLength(rows, row));
  }
  if (offsets[count] === rows.offsets[count]) return rows;
  const actions = new Uint8Array(offsets[count] ?? 0);
  for (let row = 0; row < count; row++) {
    const end = rows.offsets[row + 1] ?? 0;
    const length = (offsets[row + 1] ?? 0) - (offsets[row] ?? 0);
    actions.set(rows.actions.subarray(end - length, end), offsets[row]);
  }
  return { offsets, actions };
}

/** The events of encoded sessions, without the marks around them. */
export function eventsOf({ offsets, codes }: EncodedSequences): ActionSequences {
  const rows = rowCount({ offsets });
  const ends = new Uint32Array(rows + 1);
  const actions: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (const code of codes.subarray(offsets[row], offsets[row + 1])) {
      if (code > ACTION_CODES.end) actions.push(code);
    }
    ends[row + 1] = actions.length;
  }
  return { offsets: ends, actions: Uint8Array.from(actions) };
}
