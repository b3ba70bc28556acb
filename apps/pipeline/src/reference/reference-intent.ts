import type { ActionSequences } from '@lf/contract';
import { describeReference, MAX_INPUT_ROWS, MAX_OUTPUT_ROWS, placesOf } from './reference.ts';
import { intentInputColumns, intentOutputColumn } from './traffic-columns.ts';

/**
 * How the training rows of an intent model looked, and what it answers to validation rows, which it has not learnt
 * from.
 *
 * @returns `reference.json`
 */
export async function describeIntentReference(of: {
  /** What the model says of validation rows. @param places which rows they are */
  readonly predict: (
    asked: ActionSequences,
    places: readonly number[],
  ) => Promise<Float32Array> | Float32Array;
  /** Events of a row that the model reads. */
  readonly maxEvents: number;
  readonly train: ActionSequences;
  readonly validation: ActionSequences;
}): Promise<Uint8Array> {
  const { predict, maxEvents, train, validation } = of;
  const asked = rowsOf(validation, MAX_OUTPUT_ROWS);
  const probabilities = await predict(
    sequencesOf(asked),
    placesOf(validation.offsets.length - 1, MAX_OUTPUT_ROWS),
  );
  const inputs = rowsOf(train, MAX_INPUT_ROWS).map((row) => row.subarray(-maxEvents));
  return describeReference('intent', [
    intentInputColumns(inputs),
    intentOutputColumn(probabilities),
  ]);
}

function rowsOf({ offsets, actions }: ActionSequences, most: number): readonly Uint8Array[] {
  return placesOf(offsets.length - 1, most).map((row) =>
    actions.subarray(offsets[row], offsets[row + 1]),
  );
}

function sequencesOf(rows: readonly Uint8Array[]): ActionSequences {
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach(({ length }, row) => {
    offsets[row + 1] = (offsets[row] ?? 0) + length;
  });
  return { offsets, actions: Uint8Array.from(rows.flatMap((row) => [...row])) };
}
