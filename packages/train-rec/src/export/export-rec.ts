import { BUNDLE_PATHS } from '@lf/contract';
import { encodeGraphModel, encodeOnnx, encodeSavedModel } from '@lf/export';
import { parseModelChoice } from '@lf/recommenders';
import { readModelFiles } from '@lf/recommenders/training';
import { trainerOf } from '../trainers.ts';

/**
 * A trained recommender under the paths of a bundle: ONNX, SavedModel and a TensorFlow.js graph model
 * where it has such forms (KNN, PRODB), else its own files, which our endpoint alone reads.
 *
 * Input `ids` int32 [batch, time]: token ids, 0 pads, 1 is unknown, item i is i + 2; ids outside the
 * vocabulary are ignored, and of a longer session the latest 100 items count. Outputs `items` int32
 * [batch, k], token ids, best first, -1 where there are fewer, and `scores` float32 [batch, k]; k is
 * 100, or the number of items if that is less.
 *
 * @param files what the recommender's `serialize()` gave
 * @returns path -> bytes, the same for the same files
 * @throws RecommenderFormatError when the files are not a recommender's
 */
export function exportRec(
  files: ReadonlyMap<string, Uint8Array>,
): Readonly<Record<string, Uint8Array>> {
  const parsed = readModelFiles(files);
  const graph = trainerOf(parseModelChoice(parsed.choice)).graph?.(parsed);
  if (graph === undefined) {
    return Object.fromEntries(
      [...files].map(([name, bytes]) => [`${BUNDLE_PATHS.recommender}${name}`, bytes]),
    );
  }
  const tensorflowJs = encodeGraphModel(graph);
  return {
    [BUNDLE_PATHS.onnx]: encodeOnnx(graph),
    [BUNDLE_PATHS.savedModel]: encodeSavedModel(graph),
    [BUNDLE_PATHS.tensorflowJs.model]: tensorflowJs['model.json'],
    [BUNDLE_PATHS.tensorflowJs.weights]: tensorflowJs['weights.bin'],
  };
}
