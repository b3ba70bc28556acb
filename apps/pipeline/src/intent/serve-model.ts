import { ACTIONS, ACTION_CODES, type ObjectStore } from '@lf/dataset';
import { endpointName, invoke, startLocalEndpoint } from '@lf/deploy';
import { endpointCommand } from '@lf/endpoint';
import { endpointStateDirectory } from '../datastore.ts';
import { PipelineError } from '../errors.ts';
import type { ServedModel } from './result.ts';

/** The session that a new endpoint is asked about. */
const TRIAL_SESSION = ['add', 'view', 'remove'] as const;

/** Serves a stored bundle on loopback in the background and asks it for one prediction. */
export async function serveModel(of: {
  readonly store: ObjectStore;
  readonly modelKey: string;
  readonly port: number | null;
}): Promise<ServedModel> {
  const { store, modelKey, port } = of;
  const endpoint = await startLocalEndpoint({
    name: endpointName('intent', Date.now()),
    command: [...endpointCommand(), '--public-api'],
    bundlePath: await store.localPath(modelKey),
    stateDirectory: endpointStateDirectory(store),
    ...(port === null ? {} : { port }),
  });
  const codes = [
    ACTION_CODES.start,
    ...TRIAL_SESSION.map((action) => ACTION_CODES[action]),
    ACTION_CODES.end,
  ];
  const instance = codes.map((code) => ACTIONS.map((_, action) => (action === code ? 1 : 0)));
  const [[prediction] = []] = await invoke({ url: endpoint.url, instances: [instance] });
  if (prediction === undefined) {
    throw new PipelineError(
      'trial_prediction_failed',
      `Trying the endpoint ${endpoint.name}: expected one number, got none.`,
    );
  }
  return { name: endpoint.name, url: endpoint.url, session: TRIAL_SESSION.join(','), prediction };
}
