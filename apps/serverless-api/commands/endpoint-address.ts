import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listEndpoints } from '@lf/deploy';
import type { Environment } from '../src/settings.ts';

/** Where the inference server listens when nobody says otherwise. */
const FALLBACK_URL = 'http://127.0.0.1:8080';

/** The endpoint that a locally served API asks, and why that one. */
export interface EndpointChoice {
  /** undefined if SAGEMAKER_ENDPOINT_NAME names the endpoint */
  readonly url: string | undefined;
  readonly reason: string;
}

/**
 * Chooses the endpoint for `serve`: a setting first, then the one that the flow deployed last, then port 8080.
 *
 * @param environment - with `.env` over it
 * @param workspace - the folder that a relative datastore root counts from
 * @throws EndpointStateError for a damaged record
 */
export async function chooseEndpoint(
  environment: Environment,
  workspace: string,
): Promise<EndpointChoice> {
  if (environment['LF_ENDPOINT_URL']) {
    return { url: environment['LF_ENDPOINT_URL'], reason: 'by LF_ENDPOINT_URL' };
  }
  if (environment['SAGEMAKER_ENDPOINT_NAME']) {
    return { url: undefined, reason: `SageMaker's ${environment['SAGEMAKER_ENDPOINT_NAME']}` };
  }
  const stateDirectory = stateDirectoryOf(environment, workspace);
  const model = environment['LF_API_MODEL'] || 'intent';
  const listed = await listEndpoints({ stateDirectory });
  const latest = listed.findLast(
    (endpoint) => endpoint.flow === model && endpoint.status === 'live',
  );
  if (latest !== undefined)
    return { url: latest.url, reason: `${latest.name}, deployed at ${latest.startedAt}` };
  return {
    url: FALLBACK_URL,
    reason: `no live ${model} endpoint is recorded in ${stateDirectory}`,
  };
}

/** Where `lf` records local endpoints: beside a `file:` datastore, else in the user's home. */
function stateDirectoryOf(environment: Environment, workspace: string): string {
  const root =
    environment['LF_DATASTORE_ROOT'] || environment['METAFLOW_DATATOOLS_SYSROOT_S3'] || 'file:.lf';
  if (root.startsWith('file://')) return join(fileURLToPath(root), 'endpoints');
  if (root.startsWith('file:')) return resolve(workspace, root.slice('file:'.length), 'endpoints');
  return join(homedir(), '.lf', 'endpoints');
}
