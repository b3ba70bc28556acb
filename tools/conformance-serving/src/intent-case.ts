import {
  ACTION_CODES,
  ACTIONS,
  selectRows,
  splitByGroup,
  type LabelledSequences,
} from '@lf/dataset';
import {
  exportIntent,
  INTENT_CONFIG_PROPERTIES,
  parseIntentConfig,
  predictIntent,
  trainIntent,
} from '@lf/train-intent';
import { cutIntoBatches } from './batch-sizes.ts';
import type { ModelCase, TensorValues } from './model-case.ts';

/** Enough to give every weight a value of its own; how good the model is, is judged elsewhere. */
const TRAINED_ROWS = 6_000;
const EPOCHS = 2;
const SEED = 11;

/** Trains an intent model and asks it about the last `sessions` rows. */
export async function intentCase(rows: LabelledSequences, sessions: number): Promise<ModelCase> {
  const count = rows.labels.length;
  const part = (from: number, to: number) =>
    selectRows(
      rows,
      Uint32Array.from({ length: to - from }, (_, row) => from + row),
    );
  const asked = part(count - sessions, count);
  const { train, test } = splitByGroup(part(0, Math.min(TRAINED_ROWS, count - sessions)), {
    fraction: 0.2,
    seed: SEED,
  });
  const config = parseIntentConfig({ EPOCHS });
  const { weights } = await trainIntent({ train, validation: test, config, seed: SEED });
  const expected = await predictIntent(weights, asked, config);

  const framed = Array.from({ length: sessions }, (_, row) => {
    const events = asked.actions.subarray(asked.offsets[row], asked.offsets[row + 1]);
    const kept = events.subarray(
      Math.max(0, events.length - INTENT_CONFIG_PROPERTIES.MAX_LEN.default),
    );
    return { row, codes: [ACTION_CODES.start, ...kept, ACTION_CODES.end] };
  });
  const batches = cutIntoBatches(framed);
  const free = -1;
  return {
    name: 'intent',
    files: exportIntent(weights),
    inputName: 'x',
    signature: {
      inputs: { x: { dtype: 'float32', shape: [free, free, ACTIONS.length] } },
      outputs: { probability: { dtype: 'float32', shape: [free, 1] } },
    },
    batches: batches.map((batch, place) =>
      oneHot(
        batch.map(({ codes }) => codes),
        place % 4,
      ),
    ),
    differences: (batch, { probability }) =>
      (batches[batch] ?? []).map(({ row }, place) =>
        Math.abs((expected[row] ?? NaN) - (probability?.values[place] ?? NaN)),
      ),
  };
}

/** [batch, time, action]; every so many steps are padding before the row, the rest of the time after it. */
function oneHot(rows: readonly (readonly number[])[], paddingBefore: number): TensorValues {
  const time = paddingBefore + Math.max(...rows.map(({ length }) => length));
  const values = new Float32Array(rows.length * time * ACTIONS.length);
  rows.forEach((codes, row) => {
    codes.forEach((code, step) => {
      values[(row * time + paddingBefore + step) * ACTIONS.length + code] = 1;
    });
  });
  return { shape: [rows.length, time, ACTIONS.length], values };
}
