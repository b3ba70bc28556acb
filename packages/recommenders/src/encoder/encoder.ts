import { sessionEncoderLengths, type SessionEncoderWeights } from '@lf/kernels';
import { defineModel, type RecModel } from '../define-model.ts';
import { numbersOf } from '../files/checked-columns.ts';
import type { ModelFiles } from '../files/model-files.ts';
import { ENCODER_PROPERTIES, type EncoderConfig } from './encoder-properties.ts';
import { encoderSize } from './encoder-size.ts';
import { createEncoderRanking } from './encoder-ranking.ts';

/**
 * A session encoder in the manner of CORE (Hou et al. 2022): items and sessions lie in one space, a session is a
 * weighted sum of its items, and the nearest items by cosine come next; items of the session have a term of their own.
 */
export const ENCODER: RecModel<EncoderConfig> = defineModel({
  choice: 'ENCODER',
  properties: ENCODER_PROPERTIES,
  restore(files, config) {
    const weights = encoderWeights(files, config);
    const ranking = createEncoderRanking(weights, files.itemCount, config);
    return {
      columns: { ...weights },
      recommend: (sessions, options) => ranking.recommend(sessions, options),
      dispose: () => ranking.dispose(),
    };
  },
});

/** A trained ENCODER's weights, checked. @throws RecommenderFormatError */
export function encoderWeights(files: ModelFiles, config: EncoderConfig): SessionEncoderWeights {
  const lengths = sessionEncoderLengths(encoderSize(config, files.itemCount));
  const weight = (name: keyof SessionEncoderWeights) =>
    numbersOf(files.float32(name), name, lengths[name]);
  return {
    embedding: weight('embedding'),
    scorer: weight('scorer'),
    places: weight('places'),
    repeats: weight('repeats'),
  };
}
