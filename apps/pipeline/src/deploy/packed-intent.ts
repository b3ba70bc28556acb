import {
  BUNDLE_PATHS,
  deserializeWeights,
  encodeSequences,
  readTreeModel,
  selectContext,
  unknownContext,
  type ActionSequences,
  type ContextSource,
  type SessionContext,
} from '@lf/contract';
import { readContextArrow, readSequencesArrow } from '@lf/dataset';
import { requireAgreement } from '@lf/deploy';
import { loadModel } from '@lf/serving/models';
import { exportIntent, predictIntent, predictLatest } from '@lf/train-intent';
import {
  trainingConfigOf,
  type IntentFlowConfig,
  type LstmFlowConfig,
} from '../params/intent-config.ts';
import { randomSessions } from './random-sessions.ts';

/** A trained intent model, ready to be packed. */
export interface PackedIntent {
  /** Its files in a bundle. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly maxEvents: number;
  /** What it was told beside the actions. */
  readonly reads: readonly ContextSource[];
  /** Of the validation rows, for a model that reads it. */
  readonly validationContext?: SessionContext;
  /** What it says of validation rows. @param places which rows they are */
  readonly predict: (
    asked: ActionSequences,
    places: readonly number[],
  ) => Promise<Float32Array> | Float32Array;
  /** Loads the packed model as the endpoint does, and compares its answers. */
  readonly verify: (bundlePath: string) => Promise<void>;
}

interface Trained<Config> {
  readonly config: Config;
  readonly seed: number;
  readonly log: (line: string) => void;
}

/** Sessions on which the packed model must agree with the trained one before anything is served. */
const VERIFIED_SESSIONS = 200;

/** An LSTM in every format; ONNX Runtime must agree with TensorFlow.js. */
export function packedLstm(bytes: Uint8Array, of: Trained<LstmFlowConfig>): PackedIntent {
  const weights = deserializeWeights(bytes);
  const config = trainingConfigOf(of.config);
  const { MAX_LEN: maxEvents } = config;
  return {
    files: exportIntent(weights, { maxEvents }),
    maxEvents,
    reads: [],
    predict: (asked) => predictIntent(weights, asked, config),
    async verify(bundlePath) {
      const sessions = randomSessions(VERIFIED_SESSIONS, { seed: of.seed, maxEvents });
      const expected = await predictIntent(weights, sessions, {
        ENGINE: 'tfjs',
        BACKEND: 'auto',
        MAX_LEN: maxEvents,
      });
      const actual = await askPacked(bundlePath, sessions);
      const agreement = requireAgreement({ expected, actual });
      of.log(
        `model.onnx agrees with TensorFlow.js on ${agreement.compared} random sessions, largest difference ${agreement.maxAbsoluteError.toExponential(1)}`,
      );
    },
  };
}

/**
 * Trees; the packed ones must agree with those that were trained, with times and products and without.
 *
 * @param of.validation path of the validation rows with their context
 */
export async function packedTrees(
  bytes: Uint8Array,
  of: Trained<IntentFlowConfig> & { readonly validation: string },
): Promise<PackedIntent> {
  const model = readTreeModel(bytes);
  const { MAX_LEN: maxEvents } = of.config;
  const validationContext = await readContextArrow(of.validation);
  return {
    files: { [BUNDLE_PATHS.trees]: bytes },
    maxEvents,
    reads: model.sources.filter((source) => source !== 'actions'),
    validationContext,
    predict: (asked, places) =>
      predictLatest(model, asked, { context: selectContext(validationContext, places), maxEvents }),
    async verify(bundlePath) {
      const random = randomSessions(VERIFIED_SESSIONS, { seed: of.seed, maxEvents });
      const known = await readSequencesArrow(of.validation);
      const expected = [
        ...predictLatest(model, random, {
          context: unknownContext(random.offsets.length - 1),
          maxEvents,
        }),
        ...predictLatest(model, known, { context: validationContext, maxEvents }),
      ];
      const actual = [
        ...(await askPacked(bundlePath, random, { isCut: true })),
        ...(await askPacked(bundlePath, known, { isCut: true, context: validationContext })),
      ];
      const agreement = requireAgreement({ expected, actual, tolerance: 0 });
      of.log(
        `trees.json gives the same numbers as the trained trees on ${agreement.compared} sessions, told times and products or not`,
      );
    },
  };
}

/** @param of.isCut as its callers cut sessions; an exported graph has to cut long ones itself */
async function askPacked(
  bundlePath: string,
  sessions: ActionSequences,
  of: { readonly isCut?: boolean; readonly context?: SessionContext } = {},
): Promise<Float32Array> {
  const model = await loadModel(bundlePath, 'intent');
  try {
    const maxEvents = of.isCut === true ? model.maxEvents : Infinity;
    return await model.predict(encodeSequences(sessions, maxEvents), of.context);
  } finally {
    await model.close();
  }
}
