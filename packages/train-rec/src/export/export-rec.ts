import { encodeGraphModel, encodeOnnx, encodeSavedModel } from '@lf/export';
import { readModelFiles } from '../files/model-files.ts';
import { modelOf, parseModelChoice } from '../models.ts';

/**
 * A trained recommender under the paths of a bundle: ONNX, SavedModel and a TensorFlow.js graph model
 * where it has such forms (KNN, PRODB), else its own files, which our endpoint alone reads.
 *
 * Input `ids` int32 [batch, time]: token ids, 0 pads, 1 is unknown, item i is i + 2; what is no item's
 * id is skipped wherever it stands. Outputs `items` int32 [batch, k], token ids, best first, -1 where
 * there are fewer, and `scores` float32 [batch, k]; k is 100, or the number of items if that is less.
 *
 * @param files what the recommender's `serialize()` gave
 * @returns path -> bytes, the same for the same files
 * @throws RecommenderFormatError when the files are not a recommender's
 */
export function exportRec(
  files: ReadonlyMap<string, Uint8Array>,
): Readonly<Record<string, Uint8Array>> {
  const parsed = readModelFiles(files);
  const graph = modelOf(parseModelChoice(parsed.choice)).graph?.(parsed);
  if (graph === undefined) {
    return Object.fromEntries([...files].map(([name, bytes]) => [`recommender/${name}`, bytes]));
  }
  const tensorflowJs = encodeGraphModel(graph);
  return {
    'model.onnx': encodeOnnx(graph),
    '1/saved_model.pb': encodeSavedModel(graph),
    'tfjs/model.json': tensorflowJs['model.json'],
    'tfjs/weights.bin': tensorflowJs['weights.bin'],
  };
}
