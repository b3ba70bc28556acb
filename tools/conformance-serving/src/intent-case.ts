import { ACTIONS, encodeSequences, type ActionSequences } from '@lf/contract';
import { selectRows, splitByGroup, type LabelledSequences } from '@lf/dataset';
import { exportIntent, parseIntentConfig, predictIntent, trainIntent } from '@lf/train-intent';
import { cutIntoBatches } from './batch-sizes.ts';
import type { ModelCase, TensorValues } from './model-case.ts';

/** Enough to give every weight a value of its own; how good the model is, is judged elsewhere. */
const TRAINED_ROWS = 6_000;
const EPOCHS = 2;
const SEED = 11;

/** Events of sessions around the length that a model reads, and far beyond it. */
const LONG_SESSIONS = [1, 199, 200, 201, 300, 1_000] as const;

/**
 * Trains an intent model and asks it about the last `sessions` rows, and about long sessions: as they are, since ONNX
 * and SavedModel cut them themselves. Layers of TensorFlow.js cannot.
 */
export async function intentCases(
  rows: LabelledSequences,
  sessions: number,
): Promise<readonly ModelCase[]> {
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
  const files = exportIntent(weights, { maxEvents: config.MAX_LEN });

  const caseOf = async (name: string, asking: ActionSequences, maxEvents: number) => ({
    ...shape,
    name,
    files,
    ...answers(rowsOf(asking, maxEvents), await predictIntent(weights, asking, config)),
  });
  return [
    await caseOf('intent', asked, config.MAX_LEN),
    { ...(await caseOf('intent-long', longSessions(asked), Infinity)), isForLayersToo: false },
  ];
}

const free = -1;

/** What is the same for both cases. */
const shape: Pick<ModelCase, 'inputName' | 'signature'> = {
  inputName: 'x',
  signature: {
    inputs: { x: { dtype: 'float32', shape: [free, free, ACTIONS.length] } },
    outputs: { probability: { dtype: 'float32', shape: [free, 1] } },
  },
};

/** Sessions of given lengths out of the actions of others, one after the other. */
function longSessions({ actions }: ActionSequences): ActionSequences {
  const offsets = new Uint32Array(LONG_SESSIONS.length + 1);
  LONG_SESSIONS.forEach((events, row) => {
    offsets[row + 1] = (offsets[row] ?? 0) + events;
  });
  return {
    offsets,
    actions: Uint8Array.from(
      { length: offsets.at(-1) ?? 0 },
      (_, event) => actions[event % actions.length] ?? 0,
    ),
  };
}

/** The codes of each row, framed and cut. */
function rowsOf(sequences: ActionSequences, maxEvents: number): readonly (readonly number[])[] {
  const { offsets, codes } = encodeSequences(sequences, maxEvents);
  return Array.from(offsets.subarray(0, -1), (from, row) =>
    Array.from(codes.subarray(from, offsets[row + 1])),
  );
}

function answers(
  rows: readonly (readonly number[])[],
  expected: Float32Array,
): Pick<ModelCase, 'batches' | 'differences'> {
  const batches = cutIntoBatches(rows.map((codes, row) => ({ codes, row })));
  return {
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
