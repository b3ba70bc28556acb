import type { ModelChoice } from '@lf/recommenders';
import { SKNN, STAN, VSKNN, VSTAN } from '@lf/recommenders/training';
import { trainItemKnn, trainMarkov } from './baselines/train-last-item.ts';
import { trainPopularity, trainSessionPopularity } from './baselines/train-popularity.ts';
import { trainBlend } from './blend/train-blend.ts';
import type { Trainer } from './define-trainer.ts';
import { trainEncoder } from './encoder/train-encoder.ts';
import { trainKnn } from './knn/train-knn.ts';
import { trainLinear } from './linear/train-linear.ts';
import { keepSessions } from './neighbours/keep-sessions.ts';
import { trainProdb } from './prodb/train-prodb.ts';

/** How each model is trained. */
const TRAINERS: Readonly<Record<ModelChoice, Trainer>> = {
  KNN: trainKnn,
  POPULARITY: trainPopularity,
  SESSION_POPULARITY: trainSessionPopularity,
  MARKOV: trainMarkov,
  ITEM_KNN: trainItemKnn,
  SKNN: keepSessions(SKNN),
  VSKNN: keepSessions(VSKNN),
  STAN: keepSessions(STAN),
  VSTAN: keepSessions(VSTAN),
  BLEND: trainBlend,
  ENCODER: trainEncoder,
  LINEAR: trainLinear,
  PRODB: trainProdb,
};

/** The row of a choice. */
export function trainerOf(choice: ModelChoice): Trainer {
  return TRAINERS[choice];
}
