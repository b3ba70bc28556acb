import { KernelInputError } from '@lf/kernels';
import { RecommenderFormatError } from './errors.ts';
import { modelFilesOf, readModelFiles, type ModelState } from './files/model-files.ts';
import { modelOf, parseModelChoice } from './models.ts';
import { withFiniteScores } from './rank/finite-scores.ts';
import type { Recommender } from './recommender.ts';
import { readingLatest } from './sessions/latest-items.ts';

/**
 * Restores what a recommender's `serialize()` gave: it ranks as the trained one did. Files may come from anywhere:
 * every number in them is checked before it is used. A large model is restored in slices, between which the event loop
 * turns. The bytes are kept and not copied where they are aligned: leave them as they are.
 *
 * @param options.itemCount how many items there have to be, e.g. in a vocabulary; others are refused
 * @throws RecommenderFormatError when the files are not a recommender's
 * @throws UnknownModelChoiceError when a newer version wrote them
 */
export async function restoreRecommender(
  files: ReadonlyMap<string, Uint8Array>,
  { itemCount }: { readonly itemCount?: number } = {},
): Promise<Recommender> {
  const parsed = readModelFiles(files, itemCount);
  const model = modelOf(parseModelChoice(parsed.choice));
  try {
    return atWork(await model.restore(parsed));
  } catch (error) {
    // A size that fits its columns and that no kernel takes, e.g. no item at all
    if (!(error instanceof KernelInputError)) throw error;
    throw new RecommenderFormatError(`sizes that no model has (${error.message})`, {
      cause: error,
    });
  }
}

/**
 * The recommender of a model that was just trained: what its files would restore.
 *
 * @throws RecommenderFormatError when the columns are not those of such a model
 */
export async function createRecommender(state: ModelState): Promise<Recommender> {
  const model = modelOf(parseModelChoice(state.choice));
  return atWork(await model.restore(modelFilesOf(state)));
}

const atWork = (recommender: Recommender) => readingLatest(withFiniteScores(recommender));
