import { BUNDLE_PATHS, deserializeWeights, encodeSequences, oneHotBatch } from '@lf/contract';
import { readSequencesArrow } from '@lf/dataset';
import { requireAgreement } from '@lf/deploy';
import { SHOWCASE_PATH } from '@lf/serving';
import { loadModel } from '@lf/serving/models';
import type { StepContext } from '@lf/flow';
import { exportIntent, predictIntent } from '@lf/train-intent';
import { describeIntentReference } from '../reference/reference-intent.ts';
import { deployBundle, type Deployment } from './deploy-bundle.ts';
import { describeIntentBundle } from './intent-bundle.ts';
import type { RecordedConfig } from '../train/record-config.ts';
import type { IntentParams } from '../params/intent-params.ts';
import { judgeIntent } from '../evaluate/judge-intent.ts';
import type { PreparedDataset } from '../prepare/prepare-intent.ts';
import { randomSessions } from './random-sessions.ts';
import { intentSessions } from '../showcase/intent-sessions.ts';
import { writeShowcase } from '../showcase/write-showcase.ts';
import type { TrainedModel } from '../train/train-intent.ts';

interface Inputs {
  readonly prepare_dataset: PreparedDataset;
  readonly get_model_config: RecordedConfig;
  readonly train_model: TrainedModel;
}

/** The session that a new endpoint is asked about. */
const TRIAL_SESSION = ['add', 'view', 'remove'];

/** Sessions on which ONNX Runtime must agree with the TensorFlow.js model before anything is served. */
const VERIFIED_SESSIONS = 200;

/** Packs the model, checks the packed one against TensorFlow.js, serves it and asks it once. */
export async function deploy(
  context: StepContext<IntentParams, Inputs, undefined>,
): Promise<Deployment<number>> {
  const { params, inputs } = context;
  const weights = deserializeWeights(await context.getBytes(inputs.train_model.weights));
  const config = await context.getJson(inputs.get_model_config.config);
  const scores = await context.getJson(inputs.train_model.scores);
  const validation = await readSequencesArrow(
    await context.localPath(inputs.prepare_dataset.validation),
  );
  const train = await readSequencesArrow(await context.localPath(inputs.prepare_dataset.train));
  const reference = await describeIntentReference({ weights, config, train, validation });
  const test = await readSequencesArrow(await context.localPath(inputs.prepare_dataset.test));
  const showcase = await writeShowcase(params.showcase, {
    isSynthetic: inputs.prepare_dataset.isSynthetic,
    sessions: () => intentSessions(test),
  });
  return deployBundle(context, {
    judge: judgeIntent(validation),
    verdict: scores.comparison,
    isNamed: true,
    parts: {
      manifest: describeIntentBundle({
        scores,
        config,
        seed: params.seed,
        dataDigest: `sha256:${inputs.prepare_dataset.train.digest}`,
      }),
      files: {
        ...exportIntent(weights, { maxEvents: config.MAX_LEN }),
        [BUNDLE_PATHS.reference]: reference,
        [SHOWCASE_PATH]: showcase,
      },
    },
    verify: async (bundlePath) => {
      const { MAX_LEN } = config;
      const sessions = randomSessions(VERIFIED_SESSIONS, { seed: params.seed, maxEvents: MAX_LEN });
      const model = await loadModel(bundlePath, 'intent');
      // Uncut: the packed model has to cut long ones itself
      const actual = await model.predict(oneHotBatch(encodeSequences(sessions, Infinity)));
      await model.close();
      const expected = await predictIntent(weights, sessions, {
        ENGINE: 'tfjs',
        BACKEND: 'auto',
        MAX_LEN,
      });
      const agreement = requireAgreement({ expected, actual });
      context.log(
        `model.onnx agrees with TensorFlow.js on ${agreement.compared} random sessions, largest difference ${agreement.maxAbsoluteError.toExponential(1)}`,
      );
    },
    session: TRIAL_SESSION,
    read: ({ prediction }) => (typeof prediction === 'number' ? prediction : undefined),
  });
}
