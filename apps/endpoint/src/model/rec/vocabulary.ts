import type { Bundle } from '@lf/deploy';
import { readVocabulary, VocabularyError, type Vocabulary } from '@lf/serverless-api';
import { ModelRefusedError } from '../../errors.ts';

export const VOCABULARY_PATH = 'vocabulary.json';

/**
 * The vocabulary of a rec bundle.
 *
 * @throws ModelRefusedError
 */
export function vocabularyOf({ files }: Bundle): Vocabulary {
  const bytes = files.get(VOCABULARY_PATH);
  if (bytes === undefined) throw new ModelRefusedError(`the bundle has no ${VOCABULARY_PATH}`);
  try {
    return readVocabulary(bytes);
  } catch (error) {
    if (!(error instanceof VocabularyError)) throw error;
    throw new ModelRefusedError(error.reason, { cause: error });
  }
}
