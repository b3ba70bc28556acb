import { type BundleParts, packBundleFile } from '@lf/contract';
import { join } from 'node:path';
import { findChampion } from '@lf/deploy';
import { encodeSession } from '@lf/serving';
import type { ArtifactRef, StepContext } from '@lf/flow';
import { endpointStateDirectory, openDatastore } from '../datastore.ts';
import type { RunParams } from '../params/run-params.ts';
import { servingEnvironment } from '../settings/child-environment.ts';
import { compareWithServing, type Judge } from '../evaluate/compare-with-serving.ts';
import { challengeServing, serveBundle, type ServedModel } from './serve-bundle.ts';

/** A packed model and where it is served. */
export interface Deployment<Prediction> {
  readonly bundle: ArtifactRef;
  /** Key of `model.tar.gz` in the datastore. */
  readonly modelKey: string;
  readonly served: ServedModel<Prediction>;
}

/**
 * Packs a model, keeps it in the datastore, serves it and asks it once: in place of the model that serves now, or
 * beside it for a share of its requests.
 *
 * @throws ModelWorseError if it is worse than that one
 */
export async function deployBundle<Prediction>(
  context: StepContext<RunParams, unknown, undefined>,
  of: {
    readonly parts: BundleParts;
    /** Compares with the model that serves now; a worse one is stored, but not served. */
    readonly judge: Judge;
    /** Checks the packed model before anything is stored or served. */
    readonly verify: (bundlePath: string) => Promise<void>;
    /** The events that the endpoint is asked about, oldest first. */
    readonly session: readonly string[];
    /** The prediction in the endpoint's answer; undefined if it is none. */
    readonly read: (answer: Readonly<Record<string, unknown>>) => Prediction | undefined;
  },
): Promise<Deployment<Prediction>> {
  const { parts, judge, verify, read, session } = of;
  const { kind } = parts.manifest;
  const bundlePath = join(context.workDir, 'model.tar.gz');
  await packBundleFile(parts, bundlePath);
  await verify(bundlePath);
  const bundle = await context.putFile(bundlePath, 'application/gzip');
  const store = openDatastore(context.params.datastore);
  const modelKey = `models/${kind}/${context.runId}/model.tar.gz`;
  await store.putFile(modelKey, bundlePath);
  const { endpointPort: port, challengerShare, sageMaker } = context.params;
  if (sageMaker !== null) {
    const inSageMaker = await import('./serve-in-sagemaker.ts');
    await inSageMaker.requireServableBy(sageMaker.image, bundlePath);
    const champion = await inSageMaker.championInSageMaker(context, { store, kind });
    if (champion) await compareWithServing(context, { champion, bundlePath, judge });
    const place = { sageMaker, store, modelKey, bundlePath, kind, champion, session, read };
    const served = await inSageMaker.serveInSageMaker(context, place);
    return told(context, { bundle, modelKey, served }, champion !== null && challengerShare > 0);
  }
  const champion = await findChampion({
    flow: kind,
    stateDirectory: endpointStateDirectory(store),
    ...(port !== null && { port }),
  });
  if (champion) await compareWithServing(context, { champion, bundlePath, judge });
  const challenged = challengerShare > 0 ? champion : null;
  const env = servingEnvironment(process.env);
  const place = { store, modelKey, session: encodeSession(session), read, env };
  const served = challenged
    ? await challengeServing({ ...place, champion: challenged, share: challengerShare })
    : await serveBundle({ ...place, kind, port });
  return told(context, { bundle, modelKey, served }, challenged !== null);
}

function told<Prediction>(
  { params, log }: Pick<StepContext<RunParams, unknown, undefined>, 'params' | 'log'>,
  deployment: Deployment<Prediction>,
  isChallenger: boolean,
): Deployment<Prediction> {
  const { name, url } = deployment.served;
  log(
    isChallenger
      ? `${name} gives it ${params.challengerShare * 100} % of the requests: lf endpoint promote, dismiss`
      : `${name} answers at ${url}`,
  );
  return deployment;
}
