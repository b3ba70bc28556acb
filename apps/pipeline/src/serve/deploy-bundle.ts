import { join } from 'node:path';
import { packBundleFile, type BundleParts } from '@lf/deploy';
import type { ArtifactRef, StepContext } from '@lf/flow';
import { openDatastore } from '../datastore.ts';
import type { RunParams } from '../flows/run-params.ts';
import { serveBundle, type ServedModel } from './serve-bundle.ts';

/** A packed model and where it is served. */
export interface Deployment<Prediction> {
  readonly bundle: ArtifactRef;
  /** Key of `model.tar.gz` in the datastore. */
  readonly modelKey: string;
  readonly served: ServedModel<Prediction>;
}

/** Packs a model, keeps it in the datastore, serves it and asks it once. */
export async function deployBundle<Prediction>(
  context: StepContext<RunParams, unknown, undefined>,
  of: {
    readonly parts: BundleParts;
    /** Checks the packed model before anything is stored or served. */
    readonly verify: (bundlePath: string) => Promise<void>;
    /** The session that the endpoint is asked about. */
    readonly session: string;
    /** The prediction in the endpoint's answer; undefined if it is none. */
    readonly read: (answer: Readonly<Record<string, unknown>>) => Prediction | undefined;
  },
): Promise<Deployment<Prediction>> {
  const { parts, verify, session, read } = of;
  const { kind } = parts.manifest;
  const bundlePath = join(context.workDir, 'model.tar.gz');
  await packBundleFile(parts, bundlePath);
  await verify(bundlePath);
  const bundle = await context.putFile(bundlePath, 'application/gzip');
  const store = openDatastore(context.params.datastore);
  const modelKey = `models/${kind}/${context.runId}/model.tar.gz`;
  await store.putFile(modelKey, bundlePath);
  const port = context.params.endpointPort;
  const served = await serveBundle({ store, modelKey, kind, port, session, read });
  context.log(`${served.name} answers at ${served.url}`);
  return { bundle, modelKey, served };
}
