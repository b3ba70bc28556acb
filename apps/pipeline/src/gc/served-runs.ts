import type { ObjectStore } from '@lf/dataset';
import { listEndpoints } from '@lf/deploy';
import type { SageMakerSurvey } from '@lf/deploy/sagemaker';
import { showRun, UnknownRunError, type SurveyedRun } from '@lf/flow';
import { endpointStateDirectory } from '../datastore.ts';
import { lfCommand } from '../terminal/lf-command.ts';

/** The key of a run's model, wherever a path or a URL has it. */
const MODEL = /(?:^|\/)models\/[^/]+\/([^/]+)\/model\.tar\.gz$/;

/** The run that made a bundle, by its path or URL; undefined if the datastore does not have it. */
export const runOfBundle = (path: string): string | undefined => MODEL.exec(path)?.[1];

/** Bundles that the endpoints of this machine serve or go back to, by path, and why. */
export async function bundlesServedHere(store: ObjectStore): Promise<ReadonlyMap<string, string>> {
  const paths = new Map<string, string>();
  const need = (path: string, why: string): void => {
    if (!paths.has(path)) paths.set(path, why);
  };
  const endpoints = await listEndpoints({ stateDirectory: endpointStateDirectory(store) });
  for (const { name, bundlePath, status } of endpoints) {
    const isDead =
      status === 'dead' ? ` (which does not run: ${lfCommand('endpoint', 'stop', name)})` : '';
    need(bundlePath, `its model is served by ${name}${isDead}`);
  }
  for (const { name, challenger } of endpoints) {
    if (challenger) need(challenger.bundlePath, `its model is the challenger of ${name}`);
  }
  for (const { name, previous = [] } of endpoints) {
    for (const { bundlePath } of previous) need(bundlePath, `${name} rolls back to its model`);
  }
  return paths;
}

/**
 * Why the model of a run is needed, by run id: by an endpoint of this machine or of SageMaker, or by a public API.
 *
 * @param of.sageMaker null: it was not asked, so what was deployed there stays
 */
export async function servedRuns(
  store: ObjectStore,
  of: {
    readonly runs: readonly SurveyedRun[];
    readonly here: ReadonlyMap<string, string>;
    readonly apiBundle: string | undefined;
    readonly sageMaker: { readonly survey: SageMakerSurvey; readonly region: string } | null;
  },
): Promise<ReadonlyMap<string, string>> {
  const served = new Map<string, string>();
  const need = (path: string, why: string): void => {
    const runId = runOfBundle(path);
    if (runId !== undefined && !served.has(runId)) served.set(runId, why);
  };
  for (const [path, why] of of.here) need(path, why);
  if (of.apiBundle !== undefined) need(of.apiBundle, 'LF_API_BUNDLE names its model');
  for (const { bundleUrl, endpoint, isServed } of of.sageMaker?.survey.bundles ?? []) {
    need(
      bundleUrl,
      isServed ? `its model is served by ${endpoint}` : `${endpoint} rolls back to its model`,
    );
  }
  for (const { runId, record } of of.runs) {
    if (typeof record === 'string' || served.has(runId)) continue;
    const region = await regionOf(store, runId);
    if (region === null || region === of.sageMaker?.region) continue;
    served.set(
      runId,
      of.sageMaker === null
        ? 'it was deployed to SageMaker, which was not asked (--sagemaker)'
        : `it was deployed to SageMaker in ${region}, and ${of.sageMaker.region} was asked`,
    );
  }
  return served;
}

/** Where in SageMaker a run was deployed; null: it was not. */
async function regionOf(store: ObjectStore, runId: string): Promise<string | null> {
  const view = await showRun(store, runId).catch((error: unknown) => {
    // It goes while it is looked at
    if (error instanceof UnknownRunError) return null;
    throw error;
  });
  for (const { step, outputs } of view?.attempts ?? []) {
    if (step !== 'deploy' || outputs === null) continue;
    const { served } = outputs;
    if (typeof served === 'object' && served !== null && 'region' in served) {
      if (typeof served.region === 'string') return served.region;
    }
  }
  return null;
}
