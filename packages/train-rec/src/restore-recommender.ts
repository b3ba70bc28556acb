import { readModelFiles } from './files/model-files.ts';
import { modelOf, parseModelChoice } from './models.ts';
import type { Recommender } from './recommender.ts';

/**
 * Restores what a recommender's `serialize()` gave: it ranks as the trained one did.
 *
 * @throws RecommenderFormatError when the files are not a recommender's
 * @throws UnknownModelChoiceError when a newer version wrote them
 */
export function restoreRecommender(files: ReadonlyMap<string, Uint8Array>): Recommender {
  const parsed = readModelFiles(files);
  return modelOf(parseModelChoice(parsed.choice)).restore(parsed);
}
