import { encodeSequences, rowCount, type ActionSequences, type SessionContext } from '@lf/contract';
import type { IntentModel } from '../inference/intent/intent-model.ts';
import { lengthGroups } from './length-groups.ts';

/**
 * The probability of a purchase for each session of a batch: what `/predict` answers. Sessions of the same actions, as
 * many are, are asked about once.
 *
 * @param sessions codes 2..6, rows of any length from 1
 * @param context of the same sessions, where the model reads it: each session is asked about then
 * @returns [session]
 */
export async function scoreIntent(
  model: Pick<IntentModel, 'predict' | 'maxEvents'>,
  sessions: ActionSequences,
  context?: SessionContext,
): Promise<Float32Array> {
  const encoded = encodeSequences(sessions, model.maxEvents);
  if (context !== undefined) return model.predict(encoded, context);
  const { offsets, codes } = encoded;
  const sessionCount = rowCount(sessions);
  const texts = Buffer.from(codes.buffer, codes.byteOffset, codes.byteLength);
  const rowOf = new Map<string, number>();
  const rows: Uint8Array[] = [];
  const rowOfSession = new Uint32Array(sessionCount);
  for (let session = 0; session < sessionCount; session++) {
    const text = texts.toString('latin1', offsets[session], offsets[session + 1]);
    let row = rowOf.get(text);
    if (row === undefined) {
      row = rows.length;
      rowOf.set(text, row);
      rows.push(codes.subarray(offsets[session], offsets[session + 1]));
    }
    rowOfSession[session] = row;
  }
  const ofRows = new Float32Array(rows.length);
  for (const group of lengthGroups(rows.map(({ length }) => length))) {
    const found = await model.predict(joined(group.map((row) => rows[row] ?? NO_CODES)));
    group.forEach((row, at) => {
      ofRows[row] = found[at] ?? NaN;
    });
  }
  return Float32Array.from(rowOfSession, (row) => ofRows[row] ?? NaN);
}

const NO_CODES = new Uint8Array(0);

function joined(rows: readonly Uint8Array[]) {
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach((row, at) => {
    offsets[at + 1] = (offsets[at] ?? 0) + row.length;
  });
  const codes = new Uint8Array(offsets[rows.length] ?? 0);
  rows.forEach((row, at) => {
    codes.set(row, offsets[at]);
  });
  return { offsets, codes };
}
