import {
  dismissChallenger,
  endpointName,
  EndpointNotFoundError,
  listEndpoints,
  promoteChallenger,
  rollbackEndpoint,
  stopEndpoint,
  type ListedEndpoint,
} from '@lf/deploy';
import {
  connectSageMaker,
  dismissSageMakerChallenger,
  listSageMakerEndpoints,
  promoteSageMakerChallenger,
  rollbackSageMakerEndpoint,
  stopSageMakerEndpoint,
  type ManagedEndpoint,
  type SageMaker,
  type SageMakerEndpoint,
} from '@lf/deploy/sagemaker';
import { endpointStateDirectory } from '../datastore.ts';
import { sageMakerParams } from '../params/sagemaker-params.ts';
import type { CliContext } from '../settings/context.ts';
import { tellProgress } from '../terminal/tell-progress.ts';

/** Where endpoints of a datastore are looked for. */
export interface EndpointPlaces {
  readonly stateDirectory: string;
  /** URL of the datastore whose endpoints in SageMaker are meant; null: there are none to look for. */
  readonly datastore: string | null;
  readonly log: (line: string) => void;
}

/** @param isAsked whether SageMaker is meant though the settings do not name it, as after they were unset */
export function endpointPlaces(
  { settings, store }: CliContext,
  isAsked: boolean,
  log: (line: string) => void,
): EndpointPlaces {
  const isMeant = isAsked || sageMakerParams(settings) !== null;
  return {
    stateDirectory: endpointStateDirectory(store),
    datastore: isMeant ? store.url : null,
    log,
  };
}

/** An endpoint of either place. */
export type PlacedEndpoint =
  | (ListedEndpoint & { readonly place: 'local' })
  | (SageMakerEndpoint & { readonly place: 'sagemaker'; readonly region: string });

/** All endpoints, those on this machine first. */
export async function listPlaced({
  stateDirectory,
  datastore,
}: EndpointPlaces): Promise<readonly PlacedEndpoint[]> {
  const local = (await listEndpoints({ stateDirectory })).map(
    (endpoint) => ({ ...endpoint, place: 'local' }) as const,
  );
  if (datastore === null) return local;
  const sagemaker = connectSageMaker();
  const region = await sagemaker.region();
  const remote = await listSageMakerEndpoints(sagemaker, { datastore });
  return [
    ...local,
    ...remote.map((endpoint) => ({ ...endpoint, place: 'sagemaker', region }) as const),
  ];
}

/** Stops an endpoint. @returns what became of it, in words */
export async function stopPlaced(places: EndpointPlaces, name: string): Promise<string> {
  return either(places, name, {
    local: async (endpoint) => {
      const outcome = await stopEndpoint(endpoint);
      return outcome === 'was_dead' ? 'was not running; its record is removed' : outcome;
    },
    sageMaker: async (sagemaker, endpoint) => {
      const things = await stopSageMakerEndpoint(sagemaker, endpoint);
      const count = (what: string) => things.filter((thing) => thing.what === what).length;
      return `removed from SageMaker, with ${count('endpoint config')} endpoint configs and ${count('model')} models`;
    },
  });
}

/** Serves the version before again. @returns its bundle */
export async function rollbackPlaced(places: EndpointPlaces, name: string): Promise<string> {
  return either(places, name, {
    local: async (endpoint) => (await rollbackEndpoint(endpoint)).bundlePath,
    sageMaker: async (sagemaker, endpoint) =>
      (await rollbackSageMakerEndpoint(sagemaker, endpoint)).bundleUrl,
  });
}

/** Puts the challenger in the champion's place. @returns its bundle */
export async function promotePlaced(places: EndpointPlaces, name: string): Promise<string> {
  return either(places, name, {
    local: async (endpoint) => (await promoteChallenger(endpoint)).bundlePath,
    sageMaker: async (sagemaker, endpoint) => {
      const kind = name.startsWith('intent') ? 'intent' : 'rec';
      const deployName = endpointName(kind, Date.now());
      return (await promoteSageMakerChallenger(sagemaker, { ...endpoint, deployName })).bundleUrl;
    },
  });
}

/** Sends the challenger away. */
export async function dismissPlaced(places: EndpointPlaces, name: string): Promise<void> {
  await either<unknown>(places, name, {
    local: (endpoint) => dismissChallenger(endpoint),
    sageMaker: (sagemaker, endpoint) => dismissSageMakerChallenger(sagemaker, endpoint),
  });
}

/** Does what fits the place of an endpoint: this machine if it is recorded here, else SageMaker where that is meant. */
async function either<Result>(
  { stateDirectory, datastore, log }: EndpointPlaces,
  name: string,
  does: {
    readonly local: (endpoint: {
      readonly name: string;
      readonly stateDirectory: string;
    }) => Promise<Result>;
    readonly sageMaker: (sagemaker: SageMaker, endpoint: ManagedEndpoint) => Promise<Result>;
  },
): Promise<Result> {
  try {
    return await does.local({ name, stateDirectory });
  } catch (error) {
    if (datastore === null || !(error instanceof EndpointNotFoundError)) throw error;
  }
  return does.sageMaker(connectSageMaker(), { name, datastore, onProgress: tellProgress(log) });
}
