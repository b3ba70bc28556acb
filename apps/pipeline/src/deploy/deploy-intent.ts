import { BUNDLE_PATHS } from '@lf/contract';
import { readSequencesArrow } from '@lf/dataset';
import { SHOWCASE_PATH } from '@lf/serving';
import type { StepContext } from '@lf/flow';
import { describeIntentReference } from '../reference/reference-intent.ts';
import { deployBundle, type Deployment } from './deploy-bundle.ts';
import { describeIntentBundle } from './intent-bundle.ts';
import type { RecordedConfig } from '../train/record-config.ts';
import { isTreesConfig, type IntentFlowConfig } from '../params/intent-config.ts';
import type { IntentParams } from '../params/intent-params.ts';
import { judgeIntent } from '../evaluate/judge-intent.ts';
import type { PreparedDataset } from '../prepare/prepare-intent.ts';
import { packedLstm, packedTrees, type PackedIntent } from './packed-intent.ts';
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

/** Packs the model, checks the packed one against the trained one, serves it and asks it once. */
export async function deploy(
  context: StepContext<IntentParams, Inputs, undefined>,
): Promise<Deployment<number>> {
  const { params, inputs } = context;
  const config = await context.getJson(inputs.get_model_config.config);
  const scores = await context.getJson(inputs.train_model.scores);
  const validation = await readSequencesArrow(
    await context.localPath(inputs.prepare_dataset.validation),
  );
  const train = await readSequencesArrow(await context.localPath(inputs.prepare_dataset.train));
  const model = await trainedModel(context, config);
  const { predict, maxEvents } = model;
  const reference = await describeIntentReference({ predict, maxEvents, train, validation });
  const test = await readSequencesArrow(await context.localPath(inputs.prepare_dataset.test));
  const showcase = await writeShowcase(params.showcase, {
    isSynthetic: inputs.prepare_dataset.isSynthetic,
    sessions: () => intentSessions(test),
  });
  return deployBundle(context, {
    judge: judgeIntent(validation, model.validationContext),
    verdict: scores.comparison,
    isNamed: true,
    parts: {
      manifest: describeIntentBundle({
        scores,
        config,
        seed: params.seed,
        dataDigest: `sha256:${inputs.prepare_dataset.train.digest}`,
        context: model.reads,
      }),
      files: {
        ...model.files,
        [BUNDLE_PATHS.reference]: reference,
        [SHOWCASE_PATH]: showcase,
      },
    },
    verify: (bundlePath) => model.verify(bundlePath),
    session: TRIAL_SESSION,
    read: ({ prediction }) => (typeof prediction === 'number' ? prediction : undefined),
  });
}

/** The trained model, as an LSTM's weights or as trees. */
async function trainedModel(
  context: StepContext<IntentParams, Inputs, undefined>,
  config: IntentFlowConfig,
): Promise<PackedIntent> {
  const { train_model: trained, prepare_dataset: dataset } = context.inputs;
  const { seed } = context.params;
  const { log } = context;
  if ('trees' in trained) {
    const bytes = await context.getBytes(trained.trees);
    const validation = await context.localPath(dataset.validation);
    return packedTrees(bytes, { config, seed, log, validation });
  }
  if (isTreesConfig(config)) throw new Error('a configuration of trees trains trees');
  return packedLstm(await context.getBytes(trained.weights), { config, seed, log });
}
