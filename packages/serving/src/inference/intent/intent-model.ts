import {
  BUNDLE_PATHS,
  intentBorders,
  maxEventsOf,
  oneHotBatch,
  type Bundle,
  type ContextSource,
  type EncodedSequences,
  type IntentBorders,
  type OneHotBatch,
  type SessionContext,
} from '@lf/contract';
import { openTreesPredictor } from './trees-predictor.ts';
import type { InferenceSession } from 'onnxruntime-node';
import { ModelRefusedError } from '../../errors.ts';
import type { Answer, ServedModel } from '../model.ts';
import { loadOnnxRuntime } from '../onnx-runtime.ts';
import { floatsOf, openOnnxSession, releaseSession, requireAnswer } from '../onnx-session.ts';
import { showcaseOf } from '../../showcase/showcase-of.ts';
import { refusing } from '../refused.ts';
import { runInSlices } from '../run-in-slices.ts';
import { copyRows, shareRuns, sizeOf } from '../shared-runs.ts';
import { encodeSessions } from './encode-sessions.ts';

/** Will this session end in a purchase? */
export interface IntentModel extends ServedModel {
  readonly kind: 'intent';
  /** Length of a one-hot row. */
  readonly actions: number;
  /** How many events of a session it reads, the latest ones. */
  readonly maxEvents: number;
  /** What it reads beside the actions, where it is told; empty for an LSTM. */
  readonly context: readonly ContextSource[];
  /**
   * @param sessions of any length
   * @param context of the same rows; an LSTM does not read it
   * @returns purchase probabilities, [row]
   */
  predict(sessions: EncodedSequences, context?: SessionContext): Promise<Float32Array>;
}

/** What predicts, whatever it is made of. */
export interface IntentPredictor extends Pick<IntentModel, 'predict' | 'context'> {
  close(): Promise<void>;
}

/** A row of ten events takes .05 ms alone, .009 ms among 8, .007 ms among 32. */
const MAX_SHARED_ROWS = 32;

/** Events of all rows of one run, padding included: 4 ms of a thread that others wait for. */
const MAX_STEPS_A_RUN = 4_096;

async function predictor(session: InferenceSession, { input, output, actions }: IntentBorders) {
  const { Tensor } = await loadOnnxRuntime();
  return shareRuns<OneHotBatch, Float32Array>({
    maxRows: MAX_SHARED_ROWS,
    run: async ({ values, batch, time }) => {
      const probabilities = new Float32Array(batch);
      await runInSlices(batch, Math.floor(MAX_STEPS_A_RUN / time), async ({ start, rows }) => {
        const size = time * actions;
        const part = values.subarray(start * size, (start + rows) * size);
        const x = new Tensor('float32', part, [rows, time, actions]);
        probabilities.set(
          floatsOf(await session.run({ [input]: x }, [output]), output, rows),
          start,
        );
      });
      return probabilities;
    },
    merge: (parts) => {
      const { batch, time } = sizeOf(parts);
      const values = new Float32Array(batch * time * actions);
      copyRows(values, parts, { longest: time, width: actions });
      return { values, batch, time };
    },
    rows: (probabilities, start, end) => probabilities.subarray(start, end),
  });
}

/** A session of ten events, each action in turn. */
function exampleSession(actions: number): readonly (readonly number[])[] {
  return Array.from({ length: 10 }, (_, event) =>
    Array.from({ length: actions }, (__, code) => Number(code === event % actions)),
  );
}

/** As TensorFlow Serving writes one output. */
function toAnswer(probabilities: Float32Array): Answer {
  return { predictions: Array.from(probabilities, (probability) => [probability]) };
}

/** The LSTM in ONNX Runtime. */
async function openOnnxPredictor(
  bytes: Uint8Array,
  borders: IntentBorders,
): Promise<IntentPredictor> {
  const { input, output, actions } = borders;
  const session = await openOnnxSession(bytes, { input, outputs: [output] });
  const close = () => releaseSession(session);
  const predict = await predictor(session, borders);
  const trial = new Float32Array(2 * actions).fill(1, 0, 1).fill(1, actions + 1, actions + 2);
  await requireAnswer(() => predict({ values: trial, batch: 1, time: 2 }), close);
  return { context: [], predict: (sessions) => predict(oneHotBatch(sessions)), close };
}

/**
 * Opens the model of an intent bundle, trees or an LSTM, and lets it answer once.
 *
 * @throws ModelRefusedError
 */
export async function openIntentModel({ manifest, files }: Bundle): Promise<IntentModel> {
  const trees = files.get(BUNDLE_PATHS.trees);
  const onnx = files.get(BUNDLE_PATHS.onnx);
  const borders = refusing(() => intentBorders(manifest));
  const { actions } = borders;
  const maxEvents = maxEventsOf(manifest);
  const showcase = refusing(() => showcaseOf({ files }));
  if (trees === undefined && onnx === undefined) {
    throw new ModelRefusedError(
      `the bundle has neither ${BUNDLE_PATHS.onnx} nor ${BUNDLE_PATHS.trees}`,
    );
  }
  const opened =
    trees !== undefined
      ? openTreesPredictor(trees, manifest)
      : await openOnnxPredictor(onnx ?? new Uint8Array(0), borders);
  return {
    kind: 'intent',
    manifest,
    showcase,
    actions,
    maxEvents,
    context: opened.context,
    example: { instances: [exampleSession(actions)] },
    predict: (sessions, told) => opened.predict(sessions, told),
    answer: async (body, limits) => {
      const asked = encodeSessions(body, { actions, maxEvents, limits });
      return toAnswer(await opened.predict(asked.encoded, asked.context));
    },
    answerOne: async (codes, told) => {
      const one = { offsets: Uint32Array.of(0, codes.length), codes: Uint8Array.from(codes) };
      return toAnswer(await opened.predict(one, told));
    },
    close: () => opened.close(),
  };
}
