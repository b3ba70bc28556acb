import { BUNDLE_PATHS, readBundle } from '@lf/contract';
import { SHOWCASE_PATH } from '../showcase/showcase.ts';
import { ModelRefusedError } from '../errors.ts';
import { openIntentModel } from './intent/intent-model.ts';
import type { Model, ModelKind } from './model.ts';
import { openRecModel } from './rec/rec-model.ts';

/** Of a bundle's files, those that are served; the others are checked and let go. */
const SERVED_FILES = [
  BUNDLE_PATHS.onnx,
  BUNDLE_PATHS.trees,
  BUNDLE_PATHS.vocabulary,
  BUNDLE_PATHS.recommender,
  SHOWCASE_PATH,
];

/** Opens a bundle by its kind: a new kind of model is a line here. */
const OPEN = { intent: openIntentModel, rec: openRecModel } as const;

/**
 * Reads a bundle, checks it, opens its model and lets it answer once.
 *
 * @param path a `model.tar.gz` or an unpacked bundle
 * @param kind what it has to be; by default any kind
 * @throws ModelRefusedError, or the ContractError that says what is wrong with the bundle
 */
export async function loadModel<Kind extends ModelKind = ModelKind>(
  path: string,
  kind?: Kind,
): Promise<Extract<Model, { kind: Kind }>>;
export async function loadModel(path: string, kind?: ModelKind): Promise<Model> {
  const bundle = await readBundle(path, { only: SERVED_FILES });
  const found = bundle.manifest.kind;
  if (kind !== undefined && found !== kind) {
    throw new ModelRefusedError(`expected a bundle of kind "${kind}", got "${found}"`);
  }
  return OPEN[found](bundle);
}
