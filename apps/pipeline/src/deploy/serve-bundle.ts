import type { BundleManifest } from '@lf/contract';
import type { ObjectStore } from '@lf/dataset';
import {
  challengeEndpoint,
  dismissChallenger,
  endpointName,
  rollbackEndpoint,
  startLocalEndpoint,
  stopEndpoint,
  type EndpointRecord,
} from '@lf/deploy';
import { endpointCommand } from '@lf/endpoint';
import { endpointStateDirectory } from '../datastore.ts';
import { bundleOnDisk } from './bundle-on-disk.ts';
import { PipelineError } from '../errors.ts';
import { askPredict } from './ask-predict.ts';

/** Where a model is served. */
export interface ServedModel<Prediction> {
  readonly name: string;
  readonly url: string;
  /** The session that was tried, encoded as `/predict` takes it. */
  readonly session: string;
  readonly prediction: Prediction;
  /** Whether callers have to send LF_API_KEY. */
  readonly needsKey: boolean;
  /** Of SageMaker, if it is served there. */
  readonly region?: string;
  /** Whether it is asked through a queue. */
  readonly asynchronous?: boolean;
}

/** A stored bundle and how it is tried. */
interface Trial<Prediction> {
  readonly store: ObjectStore;
  readonly modelKey: string;
  /** The session that it is asked about, encoded. */
  readonly session: string;
  /** The prediction in the answer; undefined if it is none. */
  readonly read: (answer: Readonly<Record<string, unknown>>) => Prediction | undefined;
  /** The endpoint's whole environment, its settings and its key among them. */
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Serves a stored bundle in the background and asks it for one prediction, as curl would. If none comes, what served
 * before serves again, or nothing.
 */
export async function serveBundle<Prediction>(
  of: Trial<Prediction> & {
    /** What the endpoint is named after. */
    readonly kind: BundleManifest['kind'];
    /** Null: 8080, or a free one if that is taken. */
    readonly port: number | null;
  },
): Promise<ServedModel<Prediction>> {
  const { store, modelKey, kind, port, session, read, env } = of;
  const stateDirectory = endpointStateDirectory(store);
  const host = env['LF_ENDPOINT_HOST'];
  const { name, url, previous } = await startLocalEndpoint({
    name: endpointName(kind, Date.now()),
    command: [...endpointCommand(), '--public-api', '--manage'],
    env,
    bundlePath: await bundleOnDisk(store, modelKey),
    stateDirectory,
    ...(port === null ? {} : { port }),
    ...(host === undefined ? {} : { host }),
  });
  const hadVersion = previous !== undefined && previous.length > 0;
  const prediction = await undoingOnFailure(
    () => askPredict({ url, session, read, apiKey: env['LF_API_KEY'] }),
    () => (hadVersion ? rollbackEndpoint : stopEndpoint)({ name, stateDirectory }),
  );
  return { name, url, session, prediction, needsKey: env['LF_API_KEY'] !== undefined };
}

/** @throws what `attempt` throws, after `undo`; a failure of that is told as well */
async function undoingOnFailure<Result>(
  attempt: () => Promise<Result>,
  undo: () => Promise<unknown>,
): Promise<Result> {
  try {
    return await attempt();
  } catch (error) {
    try {
      await undo();
    } catch (cause) {
      const messages = [error, cause].map((each) =>
        each instanceof Error ? each.message : String(each),
      );
      throw new PipelineError('trial_not_undone', messages.join(' Taking it back: '), {
        cause: error,
      });
    }
    throw error;
  }
}

/** Gives a stored bundle a share of the requests of the endpoint that serves now, and asks it for one prediction. */
export async function challengeServing<Prediction>(
  of: Trial<Prediction> & { readonly champion: EndpointRecord; readonly share: number },
): Promise<ServedModel<Prediction>> {
  const { store, modelKey, champion, share, session, read, env } = of;
  const stateDirectory = endpointStateDirectory(store);
  const { name, url } = await challengeEndpoint({
    name: champion.name,
    stateDirectory,
    bundlePath: await bundleOnDisk(store, modelKey),
    share,
  });
  const apiKey = env['LF_API_KEY'];
  const prediction = await undoingOnFailure(
    () => askPredict({ url, session, read, apiKey, variant: 'challenger' }),
    () => dismissChallenger({ name, stateDirectory }),
  );
  return { name, url, session, prediction, needsKey: env['LF_API_KEY'] !== undefined };
}
