import type { ObjectStore } from '@lf/dataset';
import {
  challengeEndpoint,
  endpointName,
  startLocalEndpoint,
  type BundleManifest,
  type EndpointRecord,
} from '@lf/deploy';
import { endpointCommand } from '@lf/endpoint';
import { endpointStateDirectory } from '../datastore.ts';
import { askPredict } from './ask-predict.ts';

/** Where a model is served. */
export interface ServedModel<Prediction> {
  readonly name: string;
  readonly url: string;
  /** The session that was tried, encoded as `/predict` takes it. */
  readonly session: string;
  readonly prediction: Prediction;
}

/** A stored bundle and how it is tried. */
interface Trial<Prediction> {
  readonly store: ObjectStore;
  readonly modelKey: string;
  /** The session that it is asked about, encoded. */
  readonly session: string;
  /** The prediction in the answer; undefined if it is none. */
  readonly read: (answer: Readonly<Record<string, unknown>>) => Prediction | undefined;
}

/** Serves a stored bundle on loopback in the background and asks it for one prediction, as curl would. */
export async function serveBundle<Prediction>(
  of: Trial<Prediction> & {
    /** What the endpoint is named after. */
    readonly kind: BundleManifest['kind'];
    /** Null: 8080, or a free one if that is taken. */
    readonly port: number | null;
  },
): Promise<ServedModel<Prediction>> {
  const { store, modelKey, kind, port, session, read } = of;
  const { name, url } = await startLocalEndpoint({
    name: endpointName(kind, Date.now()),
    command: [...endpointCommand(), '--public-api', '--manage'],
    bundlePath: await store.localPath(modelKey),
    stateDirectory: endpointStateDirectory(store),
    ...(port === null ? {} : { port }),
  });
  return { name, url, session, prediction: await askPredict({ url, session, read }) };
}

/** Gives a stored bundle a share of the requests of the endpoint that serves now, and asks it for one prediction. */
export async function challengeServing<Prediction>(
  of: Trial<Prediction> & { readonly champion: EndpointRecord; readonly share: number },
): Promise<ServedModel<Prediction>> {
  const { store, modelKey, champion, share, session, read } = of;
  const { name, url } = await challengeEndpoint({
    name: champion.name,
    stateDirectory: endpointStateDirectory(store),
    bundlePath: await store.localPath(modelKey),
    share,
  });
  const prediction = await askPredict({ url, session, read, variant: 'challenger' });
  return { name, url, session, prediction };
}
