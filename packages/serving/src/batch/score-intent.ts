import { encodeSequences, oneHotBatch, rowCount, type ActionSequences } from '@lf/contract';
import type { IntentModel } from '../inference/intent/intent-model.ts';
import { lengthGroups } from './length-groups.ts';

/**
 * The probability of a purchase for each session of a batch: what `/predict` answers. Sessions of the same actions, as
 * many are, are asked about once.
 *
 * @param sessions codes 2..6, rows of any length from 1
 * @returns [session]
 */
export async function scoreIntent(
  model: Pick<IntentModel, 'predict' | 'maxEvents'>,
  sessions: ActionSequences,
): Promise<Float32Array> {
  const { offsets, codes } = encodeSequences(sessions, model.maxEvents);
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
    const found = await model.predict(
      oneHotBatch(joined(group.map((row) => rows[row] ?? NO_CODES))),
    );
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
