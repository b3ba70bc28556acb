import { BUNDLE_PATHS, inspectBundle, type BundleManifest } from '@lf/contract';
import { ObjectNotFoundError, type ObjectStore } from '@lf/dataset';
import { endpointName } from '@lf/deploy';
import {
  connectSageMaker,
  deployToSageMaker,
  findSageMakerChampion,
  sweepSageMakerRun,
  type ServedInSageMaker,
} from '@lf/deploy/sagemaker';
import { encodeSession } from '@lf/serving';
import type { StepContext } from '@lf/flow';
import { PipelineError } from '../errors.ts';
import type { RunParams } from '../params/run-params.ts';
import type { SageMakerParams } from '../params/sagemaker-params.ts';
import { queuedHosting, queueOf } from './request-queue.ts';
import type { ServedModel } from './serve-bundle.ts';
import { stoppable } from '../terminal/stop-signal.ts';
import { tellProgress } from '../terminal/tell-progress.ts';
import { tryInSageMaker } from './try-in-sagemaker.ts';

/** AWS's image runs TensorFlow Serving, which reads SavedModels alone. */
const TENSORFLOW_SERVING = /\/(tensorflow-inference|sagemaker-tensorflow-serving[a-z-]*)(:|@|$)/;

type Context = Pick<StepContext<RunParams, unknown, undefined>, 'params' | 'runId' | 'log'>;

/** The version that a new deploy is compared with: its name, and its bundle on this machine. */
export interface SageMakerChampion {
  readonly name: string;
  readonly bundlePath: string;
}

/**
 * The endpoint of a flow that a new deploy takes the place of, after what an earlier attempt of this run left is removed.
 *
 * @returns null if there is none, or its bundle is gone from the datastore
 */
export async function championInSageMaker(
  context: Context,
  of: { readonly store: ObjectStore; readonly kind: BundleManifest['kind'] },
): Promise<(SageMakerChampion & ServedInSageMaker) | null> {
  const { store, kind } = of;
  const sagemaker = connectSageMaker();
  const removed = await stoppable((signal) =>
    sweepSageMakerRun(sagemaker, { datastore: store.url, runId: context.runId, signal }),
  );
  for (const name of removed) context.log(`removed ${name}, which an earlier attempt left behind`);
  const champion = await findSageMakerChampion(sagemaker, { flow: kind, datastore: store.url });
  if (champion === null) return null;
  const key = champion.bundleUrl.replace(`${store.url}/`, '');
  try {
    return { ...champion, bundlePath: await store.localPath(key) };
  } catch (error) {
    if (!(error instanceof ObjectNotFoundError)) throw error;
    context.log(`${champion.name} is not compared with: its bundle ${champion.bundleUrl} is gone`);
    return { ...champion, bundlePath: '' };
  }
}

/**
 * Refuses an image that cannot serve a bundle, before anything is made.
 *
 * @throws PipelineError
 */
export async function requireServableBy(image: string, bundlePath: string): Promise<void> {
  if (!TENSORFLOW_SERVING.test(image)) return;
  const { manifest } = await inspectBundle(bundlePath);
  if (BUNDLE_PATHS.savedModel in manifest.files) return;
  throw new PipelineError(
    'bundle_without_saved_model',
    `Serving the model by ${image}: TensorFlow Serving needs ${BUNDLE_PATHS.savedModel}, which this model's bundle does not have. ` +
      'Serve it by our image (DOCKER_IMAGE, built from tools/endpoint-image), or train a model that has one: LSTM for intent, KNN or PRODB for rec.',
  );
}

/** Serves a stored bundle in SageMaker and tries it: in place of the champion, beside it for a share, or as the first. */
export async function serveInSageMaker<Prediction>(
  context: Context,
  of: {
    readonly sageMaker: SageMakerParams;
    readonly store: ObjectStore;
    readonly modelKey: string;
    readonly bundlePath: string;
    readonly kind: BundleManifest['kind'];
    readonly champion: SageMakerChampion | null;
    readonly session: readonly string[];
    readonly read: (answer: Readonly<Record<string, unknown>>) => Prediction | undefined;
  },
): Promise<ServedModel<Prediction>> {
  const { sageMaker, store, modelKey, bundlePath, kind, champion, session, read } = of;
  const { image, role, rollOut, autoscaling } = sageMaker;
  const hosting = queuedHosting(sageMaker, store);
  const isAsynchronous = sageMaker.asynchronous !== undefined;
  const sagemaker = connectSageMaker();
  const { endpoint, verified } = await stoppable((signal) =>
    deployToSageMaker(sagemaker, {
      deployName: endpointName(kind, Date.now()),
      model: { image, role, bundleUrl: `${store.url}/${modelKey}` },
      ...{ hosting, rollOut, signal },
      owner: { flow: kind, runId: context.runId, datastore: store.url },
      ...(champion && { replaces: champion.name, challengerShare: context.params.challengerShare }),
      ...(autoscaling && { autoscaling }),
      onProgress: tellProgress(context.log),
      onNote: context.log,
      verify: (ready) =>
        tryInSageMaker(sagemaker, {
          ...{ endpoint: ready, bundlePath, kind, session, read },
          log: context.log,
          ...(isAsynchronous && { queue: { ...queueOf(store), signal } }),
        }),
    }),
  );
  const region = await sagemaker.region();
  return {
    name: endpoint,
    url: `https://runtime.sagemaker.${region}.amazonaws.com/endpoints/${endpoint}/${isAsynchronous ? 'async-' : ''}invocations`,
    session: encodeSession(session),
    prediction: verified,
    needsKey: false,
    region,
    ...(isAsynchronous && { asynchronous: true }),
  };
}
