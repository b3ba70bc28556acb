import { DeployError, readBundle } from '@lf/deploy';
import { SettingsError, VocabularyError } from '../errors.ts';
import { readVocabulary, type Vocabulary } from '../models/rec/vocabulary.ts';

const VOCABULARY_PATH = 'vocabulary.json';

/** What of a bundle the service needs, whoever predicts. */
export type ServedBundle =
  { readonly kind: 'intent' } | { readonly kind: 'rec'; readonly vocabulary: Vocabulary };

/**
 * Reads the bundle that LF_API_BUNDLE names.
 *
 * @param path - of `model.tar.gz` or of an unpacked bundle
 * @throws SettingsError if there is no sound bundle
 */
export async function readServedBundle(path: string): Promise<ServedBundle> {
  try {
    const { manifest, files } = await readBundle(path, { only: [VOCABULARY_PATH] });
    if (manifest.kind === 'intent') return { kind: 'intent' };
    const bytes = files.get(VOCABULARY_PATH);
    if (bytes === undefined) throw new VocabularyError('there is no such file');
    return { kind: 'rec', vocabulary: readVocabulary(bytes) };
  } catch (error) {
    if (!(error instanceof DeployError) && !(error instanceof VocabularyError)) throw error;
    throw new SettingsError([`LF_API_BUNDLE: ${error.message}`], { cause: error });
  }
}
