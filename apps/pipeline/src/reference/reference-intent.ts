import type { ActionSequences } from '@lf/contract';
import { predictIntent, type IntentConfig } from '@lf/train-intent';
import type { LstmWeights } from '@lf/kernels';
import { describeReference, MAX_INPUT_ROWS, MAX_OUTPUT_ROWS, placesOf } from './reference.ts';
import { intentInputColumns, intentOutputColumn } from './traffic-columns.ts';

/**
 * How the training rows of an intent model looked, and what it answers to validation rows, which it has not learnt
 * from.
 *
 * @returns `reference.json`
 */
export async function describeIntentReference(of: {
  readonly weights: LstmWeights;
  readonly config: IntentConfig;
  readonly train: ActionSequences;
  readonly validation: ActionSequences;
}): Promise<Uint8Array> {
  const { weights, config, train, validation } = of;
  const asked = rowsOf(validation, MAX_OUTPUT_ROWS);
  const probabilities = await predictIntent(weights, sequencesOf(asked), config);
  const inputs = rowsOf(train, MAX_INPUT_ROWS).map((row) => row.subarray(-config.MAX_LEN));
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
