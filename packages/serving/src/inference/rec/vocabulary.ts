import { BUNDLE_PATHS, readVocabulary, type Bundle, type Vocabulary } from '@lf/contract';
import { ModelRefusedError } from '../../errors.ts';
import { refusing } from '../refused.ts';

/**
 * The vocabulary of a rec bundle.
 *
 * @throws ModelRefusedError
 */
export function vocabularyOf({ files }: Bundle): Vocabulary {
  const bytes = files.get(BUNDLE_PATHS.vocabulary);
  if (bytes === undefined) {
    throw new ModelRefusedError(`the bundle has no ${BUNDLE_PATHS.vocabulary}`);
  }
  return refusing(() => readVocabulary(bytes));
}
