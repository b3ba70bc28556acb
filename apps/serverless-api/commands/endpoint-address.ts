import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listEndpoints } from '@lf/deploy';
import type { Environment } from '@lf/serving';
import { shown } from '@lf/serving';
import { CommandError } from './errors.ts';
import { isAddress } from './packaged-bundle.ts';

/** Where the inference server listens when nobody says otherwise. */
const FALLBACK_URL = 'http://127.0.0.1:8080';

/** What a locally served API predicts by, and why that. */
export interface EndpointChoice {
  /** The endpoint to ask; undefined if a setting says what predicts. */
  readonly url: string | undefined;
  /** The bundle behind it, if that is needed to read its answers. */
  readonly bundle: string | undefined;
  readonly reason: string;
}

/**
 * Chooses what `serve` predicts by: a setting first, then the endpoint that a flow deployed last, then port 8080.
 *
 * @param environment - with `.env` over it
 * @param workspace - the folder that a relative datastore root or bundle counts from
 * @throws EndpointStateError for a damaged record
 */
export async function chooseEndpoint(
  environment: Environment,
  workspace: string,
): Promise<EndpointChoice> {
  const named = environment['LF_API_BUNDLE'];
  const bundle = named && !isAddress(named) ? resolve(workspace, named) : named || undefined;
  const reason = settingThatPredicts(environment);
  if (reason !== undefined) {
    return { url: environment['LF_ENDPOINT_URL'] || undefined, bundle, reason };
  }
  const stateDirectory = stateDirectoryOf(environment, workspace);
  const model = environment['LF_API_MODEL'] || undefined;
  const listed = await listEndpoints({ stateDirectory });
  const latest = listed.findLast(
    ({ flow, status }) => status === 'live' && (model === undefined || flow === model),
  );
  if (latest === undefined) {
    const what = model === undefined ? 'endpoint' : `${model} endpoint`;
    return {
      url: FALLBACK_URL,
      bundle: undefined,
      reason: `no live ${what} is recorded in ${stateDirectory}`,
    };
  }
  return {
    url: latest.url,
    bundle: latest.flow === 'rec' ? latest.bundlePath : undefined,
    reason: `${latest.name}, deployed at ${latest.startedAt}`,
  };
}

/** Why a setting says what predicts; undefined if none does. */
function settingThatPredicts(environment: Environment): string | undefined {
  if (environment['LF_API_INFERENCE']) return `by LF_API_INFERENCE`;
  if (environment['LF_ENDPOINT_URL']) return 'by LF_ENDPOINT_URL';
  const name = environment['SAGEMAKER_ENDPOINT_NAME'];
  if (name) return `SageMaker's ${name}`;
  return environment['LF_API_BUNDLE'] ? 'in the Lambda, by LF_API_BUNDLE' : undefined;
}

/** Where `lf` records local endpoints: beside a `file:` datastore, else in the user's home. */
function stateDirectoryOf(environment: Environment, workspace: string): string {
  const root =
    environment['LF_DATASTORE_ROOT'] || environment['METAFLOW_DATATOOLS_SYSROOT_S3'] || 'file:.lf';
  if (root.startsWith('file://')) return join(pathOf(root), 'endpoints');
  if (root.startsWith('file:')) return resolve(workspace, root.slice('file:'.length), 'endpoints');
  return join(homedir(), '.lf', 'endpoints');
}

/** @throws CommandError */
function pathOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(
      `LF_DATASTORE_ROOT: expected file:<folder> or file:///<folder>, got ${shown(url)} (${reason}).`,
    );
  }
}
