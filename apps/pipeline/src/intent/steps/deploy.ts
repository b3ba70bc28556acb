import { join } from 'node:path';
import { packBundleFile, requireAgreement } from '@lf/deploy';
import { loadModel } from '@lf/endpoint';
import type { ArtifactRef, StepContext } from '@lf/flow';
import { deserializeWeights, exportIntentOnnx, predictIntent } from '@lf/train-intent';
import { openDatastore } from '../../datastore.ts';
import { describeIntentBundle } from '../bundle.ts';
import { oneHotBatch } from '../one-hot-batch.ts';
import type { IntentParams } from '../params.ts';
import { randomSessions } from '../random-sessions.ts';
import type { ServedModel } from '../result.ts';
import { serveModel } from '../serve-model.ts';
import type { RecordedConfig } from './get-model-config.ts';
import type { PreparedDataset } from './prepare-dataset.ts';
import type { TrainedModel } from './train-model.ts';

interface Inputs {
  readonly prepare_dataset: PreparedDataset;
  readonly get_model_config: RecordedConfig;
  readonly train_model: TrainedModel;
}

/** A packed model and where it is served. */
export interface Deployment {
  readonly bundle: ArtifactRef;
  /** Key of `model.tar.gz` in the datastore. */
  readonly modelKey: string;
  readonly served: ServedModel;
}

/** Sessions on which ONNX Runtime must agree with the TensorFlow.js model before anything is served. */
const VERIFIED_SESSIONS = 200;

/** Packs the model, checks the packed one against TensorFlow.js, serves it and asks it once. */
export async function deploy(
  context: StepContext<IntentParams, Inputs, undefined>,
): Promise<Deployment> {
  const { params, inputs } = context;
  const weights = deserializeWeights(await context.getBytes(inputs.train_model.weights));
  const config = await context.getJson(inputs.get_model_config.config);
  const scores = await context.getJson(inputs.train_model.scores);
  const bundlePath = join(context.workDir, 'model.tar.gz');
  await packBundleFile(
    {
      manifest: describeIntentBundle({
        scores,
        config,
        seed: params.seed,
        dataDigest: `sha256:${inputs.prepare_dataset.train.digest}`,
      }),
      files: { 'model.onnx': exportIntentOnnx(weights) },
    },
    bundlePath,
  );

  const sessions = randomSessions(VERIFIED_SESSIONS, params.seed);
  const model = await loadModel(bundlePath);
  const actual = await model.predict(oneHotBatch(sessions));
  await model.close();
  const expected = await predictIntent(weights, sessions, { ENGINE: 'tfjs', BACKEND: 'auto' });
  const agreement = requireAgreement({ expected, actual });
  context.log(
    `model.onnx agrees with TensorFlow.js on ${agreement.compared} random sessions, largest difference ${agreement.maxAbsoluteError.toExponential(1)}`,
  );

  const bundle = await context.putFile(bundlePath, 'application/gzip');
  const store = openDatastore(params.datastore);
  const modelKey = `models/intent/${context.runId}/model.tar.gz`;
  await store.putFile(modelKey, bundlePath);
  const served = await serveModel({ store, modelKey, port: params.endpointPort });
  context.log(`${served.name} answers at ${served.url}`);
  return { bundle, modelKey, served };
}
