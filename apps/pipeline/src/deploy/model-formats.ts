import {
  readOnnx,
  readSavedModel,
  readTensorflowJs,
  type OnnxFacts,
  type SavedModelFacts,
  type TensorflowJsFacts,
} from '@lf/export';

/** A form of the model that a bundle holds, with what its file says of itself. */
export type ModelFormat =
  | { readonly format: 'onnx'; readonly path: string; readonly facts: OnnxFacts }
  | { readonly format: 'saved_model'; readonly path: string; readonly facts: SavedModelFacts }
  | { readonly format: 'tfjs'; readonly path: string; readonly facts: TensorflowJsFacts };

/** Where a bundle holds each form. */
const FORMATS: Readonly<Record<string, (path: string, bytes: Uint8Array) => ModelFormat>> = {
  'model.onnx': (path, bytes) => ({ format: 'onnx', path, facts: readOnnx(bytes) }),
  '1/saved_model.pb': (path, bytes) => ({
    format: 'saved_model',
    path,
    facts: readSavedModel(bytes),
  }),
  'tfjs/model.json': (path, bytes) => ({ format: 'tfjs', path, facts: readTensorflowJs(bytes) }),
};

/** The files that {@link findModelFormats} looks into. */
export const MODEL_FORMAT_PATHS: readonly string[] = Object.keys(FORMATS);

/**
 * Which forms of a model a bundle holds.
 *
 * @param files path in the bundle -> bytes
 * @throws ModelFileError for a file that is not what its name says
 */
export function findModelFormats(files: ReadonlyMap<string, Uint8Array>): readonly ModelFormat[] {
  return Object.entries(FORMATS).flatMap(([path, read]) => {
    const bytes = files.get(path);
    return bytes === undefined ? [] : [read(path, bytes)];
  });
}
