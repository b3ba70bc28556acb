import { readItemSessionsCsv } from '@lf/dataset';
import {
  filterSessions,
  renumberItems,
  trainingVocabulary,
  type ItemSequences,
} from '@lf/train-rec';

/** The training sessions of a browsing_train file, of prodb's lengths, items by their frequency. */
export async function readTraining(
  path: string,
): Promise<{ readonly train: ItemSequences; readonly items: number }> {
  const { offsets, items, vocabulary } = await readItemSessionsCsv(path);
  const kept = filterSessions({ offsets, items }, (length) => length >= 3 && length <= 20);
  const training = trainingVocabulary(kept, vocabulary);
  return { train: renumberItems(kept, training), items: training.skus.length };
}
