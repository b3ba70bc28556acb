import { NoChallengerError, NoPreviousVersionError } from '../errors.ts';
import { scalingTarget } from './autoscaling.ts';
import type { SageMaker } from './connection.ts';
import { AwsError, SageMakerEndpointUnknownError, SageMakerLeftoversError } from './errors.ts';
import {
  describeEndpoint,
  followEndpoint,
  type EndpointState,
  type FollowOptions,
} from './follow.ts';
import { listSageMakerEndpoints } from './list.ts';
import { CHAMPION, versionNames, type Variant } from './hosting.ts';
import { removeThings, type Thing } from './made-things.ts';
import { followUpdate, requireInService, sendUpdate } from './move.ts';
import { readTags, TAG, tagValue, type Ownership } from './tags.ts';
import {
  bundleUrlOf,
  createConfig,
  describeConfig,
  type ServedConfig,
} from './version-requests.ts';

/** An endpoint that is to be changed. */
export interface ManagedEndpoint extends FollowOptions {
  readonly name: string;
  /** URL of the datastore that it was deployed from: another's is not touched. */
  readonly datastore: string;
}

/** More versions than anybody goes back over; it ends a chain of configs that somebody made a circle. */
const MOST_VERSIONS = 100;

/**
 * Removes an endpoint, the configs and models of all its versions, and its scaling.
 *
 * @throws SageMakerEndpointUnknownError; SageMakerLeftoversError for what could not be removed; AwsError
 */
export async function stopSageMakerEndpoint(
  sagemaker: SageMaker,
  endpoint: ManagedEndpoint,
): Promise<readonly Thing[]> {
  const { state } = await requireOurs(sagemaker, endpoint);
  const configs = await versionsOf(sagemaker, state.configName);
  const models = new Set(
    configs.flatMap(({ variants }) => variants.map(({ modelName }) => modelName)),
  );
  const isServerless = configs[0]?.hosting.kind === 'serverless';
  const things: readonly Thing[] = [
    ...(isServerless
      ? []
      : [{ what: 'scaling target', name: scalingTarget(state.name, CHAMPION) } as const]),
    { what: 'endpoint', name: state.name },
    ...configs.map(({ name }): Thing => ({ what: 'endpoint config', name })),
    ...[...models].map((name): Thing => ({ what: 'model', name })),
  ];
  const left = await removeThings(sagemaker, things);
  if (left.length > 0) {
    throw new SageMakerLeftoversError(
      new Error(`Stopping endpoint ${state.name}: not all of it could be removed.`),
      left,
    );
  }
  return things;
}

/**
 * Removes the endpoints that earlier attempts of a run left behind and that failed; those that SageMaker still works on
 * are waited for. One that has come into service meanwhile is kept: the next deploy takes its place.
 *
 * @returns the names of those removed
 */
export async function sweepSageMakerRun(
  sagemaker: SageMaker,
  of: FollowOptions & { readonly datastore: string; readonly runId: string },
): Promise<readonly string[]> {
  const { datastore, runId, ...following } = of;
  const removed: string[] = [];
  for (const { name, runId: owner, status } of await listSageMakerEndpoints(sagemaker, of)) {
    if (owner !== tagValue(runId) || status === 'InService') continue;
    const settled = await followEndpoint(sagemaker, name, following);
    if (settled.status !== 'Failed') continue;
    await stopSageMakerEndpoint(sagemaker, { name, datastore });
    removed.push(name);
  }
  return removed;
}

/** The configs of an endpoint, the latest first, as far as they are there. */
export async function versionsOf(
  sagemaker: SageMaker,
  latest: string,
): Promise<readonly ServedConfig[]> {
  const configs: ServedConfig[] = [];
  let name: string | undefined = latest;
  while (name !== undefined && name !== '' && configs.length < MOST_VERSIONS) {
    try {
      const config: ServedConfig = await describeConfig(sagemaker, name);
      configs.push(config);
      name = config.previous;
    } catch (error) {
      if (error instanceof AwsError && error.fault === 'sagemaker_not_found') break;
      throw error;
    }
  }
  return configs;
}

/**
 * Goes back to the version that an endpoint served before; again, to the one before that.
 *
 * @returns the bundle that it serves now
 * @throws NoPreviousVersionError, SageMakerRolledBackError, SageMakerEndpointUnknownError, AwsError
 */
export async function rollbackSageMakerEndpoint(
  sagemaker: SageMaker,
  endpoint: ManagedEndpoint,
): Promise<{ readonly bundleUrl: string }> {
  const serving = await servingOf(sagemaker, endpoint);
  const base =
    serving.challenger === undefined || serving.previous === undefined
      ? serving
      : await describeConfig(sagemaker, serving.previous);
  if (base.previous === undefined) throw new NoPreviousVersionError(endpoint.name);
  const target = await describeConfig(sagemaker, base.previous);
  await moveTo(sagemaker, {
    endpoint,
    target,
    leaves: base === serving ? [serving] : [serving, base],
  });
  return bundleOf(sagemaker, target);
}

/**
 * Sends the challenger away: its endpoint serves the champion alone.
 *
 * @throws NoChallengerError, and as {@link rollbackSageMakerEndpoint}
 */
export async function dismissSageMakerChallenger(
  sagemaker: SageMaker,
  endpoint: ManagedEndpoint,
): Promise<void> {
  const serving = await servingOf(sagemaker, endpoint);
  if (serving.challenger === undefined || serving.previous === undefined) {
    throw new NoChallengerError(endpoint.name);
  }
  const target = await describeConfig(sagemaker, serving.previous);
  await moveTo(sagemaker, { endpoint, target, leaves: [serving] });
}

/**
 * Puts the challenger in the place of the champion, which a rollback brings back.
 *
 * @param deployName names the new config, `intent-<ms>-endpoint`
 * @returns the bundle that it serves now
 */
export async function promoteSageMakerChallenger(
  sagemaker: SageMaker,
  { deployName, ...endpoint }: ManagedEndpoint & { readonly deployName: string },
): Promise<{ readonly bundleUrl: string }> {
  const serving = await servingOf(sagemaker, endpoint);
  const { challenger, previous, hosting } = serving;
  if (challenger === undefined || previous === undefined)
    throw new NoChallengerError(endpoint.name);
  const { owner } = await requireOurs(sagemaker, endpoint);
  const variants: readonly Variant[] = [{ ...challenger, name: CHAMPION, weight: 1 }];
  const { config: name } = versionNames(deployName);
  await createConfig(sagemaker, { name, variants, hosting, owner, previous });
  const target = { name, variants, hosting, previous, challenger: undefined };
  try {
    await moveTo(sagemaker, { endpoint, target, leaves: [serving] });
  } catch (error) {
    // A config that SageMaker moves to is in use: it stays where nobody knows how the update ends
    const state = await describeEndpoint(sagemaker, endpoint.name).catch(() => undefined);
    if (state?.status === 'InService' && state.configName !== name) {
      const left = await removeThings(sagemaker, [{ what: 'endpoint config', name }]);
      if (left.length > 0) throw new SageMakerLeftoversError(error, left);
    }
    throw error;
  }
  return bundleOf(sagemaker, target);
}

/** Moves an endpoint to another config, then removes what only the ones that it leaves had. */
async function moveTo(
  sagemaker: SageMaker,
  of: {
    readonly endpoint: ManagedEndpoint;
    readonly target: ServedConfig;
    readonly leaves: readonly ServedConfig[];
  },
): Promise<void> {
  const { endpoint, target, leaves } = of;
  await sendUpdate(sagemaker, { endpoint: endpoint.name, config: target });
  await followUpdate(sagemaker, { endpoint: endpoint.name, config: target.name }, endpoint);
  const kept = await versionsOf(sagemaker, target.name);
  const modelsOf = (configs: readonly ServedConfig[]) =>
    configs.flatMap(({ variants }) => variants.map(({ modelName }) => modelName));
  const inUse = new Set(modelsOf(kept));
  const unused = [...new Set(modelsOf(leaves))].filter((name) => !inUse.has(name));
  const left = await removeThings(sagemaker, [
    ...leaves.map(({ name }): Thing => ({ what: 'endpoint config', name })),
    ...unused.map((name): Thing => ({ what: 'model', name })),
  ]);
  if (left.length > 0) {
    throw new SageMakerLeftoversError(
      new Error(
        `Changing endpoint ${endpoint.name}: it is done, but not all of the other version could be removed.`,
      ),
      left,
    );
  }
}

async function bundleOf(
  sagemaker: SageMaker,
  { variants }: ServedConfig,
): Promise<{ readonly bundleUrl: string }> {
  const [first] = variants;
  return { bundleUrl: first === undefined ? '' : await bundleUrlOf(sagemaker, first.modelName) };
}

async function servingOf(sagemaker: SageMaker, endpoint: ManagedEndpoint): Promise<ServedConfig> {
  await requireOurs(sagemaker, endpoint);
  const { configName } = await requireInService(sagemaker, endpoint.name, endpoint);
  return describeConfig(sagemaker, configName);
}

/** @throws SageMakerEndpointUnknownError unless it is there and was deployed from this datastore */
export async function requireOurs(
  sagemaker: SageMaker,
  { name, datastore }: ManagedEndpoint,
): Promise<{ readonly state: EndpointState; readonly owner: Ownership }> {
  const region = await sagemaker.region();
  let state: EndpointState;
  try {
    state = await describeEndpoint(sagemaker, name);
  } catch (error) {
    if (error instanceof AwsError && error.fault === 'sagemaker_not_found') {
      throw new SageMakerEndpointUnknownError(name, region, 'no endpoint has that name');
    }
    throw error;
  }
  const tags = await readTags(sagemaker, name, state.arn);
  const found = tags.get(TAG.datastore);
  if (found !== tagValue(datastore)) {
    throw new SageMakerEndpointUnknownError(
      name,
      region,
      found === undefined
        ? 'it was not deployed by lf'
        : `it was deployed from ${found}, not ${datastore}`,
    );
  }
  const flow = tags.get(TAG.flow) === 'rec' ? 'rec' : 'intent';
  return { state, owner: { flow, runId: tags.get(TAG.run) ?? '', datastore } };
}
