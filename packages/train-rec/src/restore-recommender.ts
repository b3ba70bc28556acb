import { KernelInputError } from '@lf/kernels';
import { RecommenderFormatError } from './errors.ts';
import { readModelFiles } from './files/model-files.ts';
import { modelOf, parseModelChoice } from './models.ts';
import type { Recommender } from './recommender.ts';
import { readingLatest } from './sessions/latest-items.ts';

/**
 * Restores what a recommender's `serialize()` gave: it ranks as the trained one did. Files may come from anywhere:
 * every number in them is checked before it is used.
 *
 * @param options.itemCount how many items there have to be, e.g. in a vocabulary; others are refused
 * @throws RecommenderFormatError when the files are not a recommender's
 * @throws UnknownModelChoiceError when a newer version wrote them
 */
export function restoreRecommender(
  files: ReadonlyMap<string, Uint8Array>,
  { itemCount }: { readonly itemCount?: number } = {},
): Recommender {
  const parsed = readModelFiles(files, itemCount);
  const model = modelOf(parseModelChoice(parsed.choice));
  try {
    return readingLatest(model.restore(parsed));
  } catch (error) {
    // A size that fits its columns and that no kernel takes, e.g. no item at all
    if (!(error instanceof KernelInputError)) throw error;
    throw new RecommenderFormatError(`sizes that no model has (${error.message})`, {
      cause: error,
    });
  }
}
