import {
  BUNDLE_PATHS,
  bundleVersion,
  readBundle,
  readVocabulary,
  type BundleManifest,
} from '@lf/contract';
import type { ObjectStore } from '@lf/dataset';
import { findRun, listRuns } from '@lf/flow';
import { readReference, type Reference } from '../reference/reference.ts';
import { NotJudgedError } from './drift-errors.ts';
import { lfCommand } from '../terminal/lf-command.ts';

/** A model with what the comparison needs of it. */
export interface JudgedModel {
  readonly manifest: BundleManifest;
  readonly reference: Reference;
  /** Rec: the item of a SKU. */
  readonly itemOf: ReadonlyMap<string, number>;
  /** The run that deployed it; null for a bundle by its path. */
  readonly run: { readonly flow: string; readonly runId: string } | null;
}

/** Runs that are looked through for a model, the newest. */
const MAX_RUNS = 50;

/** The model of a bundle file or folder. */
export async function modelOfBundle(path: string): Promise<JudgedModel> {
  return { ...(await readModel(path, path)), run: null };
}

/** The model that a run deployed. @throws UnknownRunError, NotJudgedError */
export async function modelOfRun(store: ObjectStore, runId: string): Promise<JudgedModel> {
  const run = await findRun(store, runId);
  for (const kind of ['intent', 'rec']) {
    const key = modelKey(kind, run.runId);
    if (await isThere(store, key)) {
      return { ...(await readModel(await store.get(key), key)), run };
    }
  }
  throw new NotJudgedError(
    'model_missing',
    `Looking for the model of run ${run.runId}: expected one that the run deployed, found none. Name another run, or a bundle by --bundle.`,
  );
}

/** The model of a version, as the lines of a log name it, among the newest runs. @throws NotJudgedError */
export async function modelOfVersion(
  store: ObjectStore,
  kind: 'intent' | 'rec',
  version: string,
): Promise<JudgedModel> {
  const runs = await listRuns(store, { onUnreadable: () => undefined });
  for (const run of runs.slice(0, MAX_RUNS)) {
    const key = modelKey(kind, run.runId);
    if (!(await isThere(store, key))) continue;
    const bytes = await store.get(key);
    const { manifest } = await readBundle(bytes, { only: [] });
    if (bundleVersion(manifest) === version) return { ...(await readModel(bytes, key)), run };
  }
  throw new NotJudgedError(
    'model_missing',
    `Looking for the model ${version} of the log: none of the ${Math.min(MAX_RUNS, runs.length)} newest runs in this datastore deployed it. Name its run by --run, or its bundle by --bundle.`,
  );
}

const modelKey = (kind: string, runId: string) => `models/${kind}/${runId}/model.tar.gz`;

async function isThere(store: ObjectStore, key: string): Promise<boolean> {
  return (await store.head(key)) !== null;
}

async function readModel(
  content: Uint8Array | string,
  where: string,
): Promise<Pick<JudgedModel, 'manifest' | 'reference' | 'itemOf'>> {
  const { reference: path, vocabulary: vocabularyPath } = BUNDLE_PATHS;
  const { manifest, files } = await readBundle(content, { only: [path, vocabularyPath] });
  const bytes = files.get(path);
  if (bytes === undefined) {
    throw new NotJudgedError(
      'reference_missing',
      `Reading ${where}: expected ${path}, which says how the training data looked, found none. ` +
        `An older version made the bundle: train anew, or ${lfCommand('resume', '<run>', '--from', 'deploy')}.`,
    );
  }
  const vocabulary = files.get(vocabularyPath);
  return {
    manifest,
    reference: readReference(bytes, where),
    itemOf: vocabulary === undefined ? new Map() : readVocabulary(vocabulary).itemOf,
  };
}
