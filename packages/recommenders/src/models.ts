import { ITEM_KNN, MARKOV } from './baselines/last-item.ts';
import { POPULARITY } from './baselines/popularity.ts';
import { SESSION_POPULARITY } from './baselines/session-popularity.ts';
import { BLEND } from './blend/blend.ts';
import { UnknownModelChoiceError } from './errors.ts';
import type { RecModel } from './define-model.ts';
import { ENCODER } from './encoder/encoder.ts';
import { LINEAR } from './linear/linear.ts';
import { KNN } from './knn/knn.ts';
import { PRODB } from './prodb/prodb.ts';
import { SKNN } from './neighbours/sknn.ts';
import { STAN } from './neighbours/stan.ts';
import { VSKNN } from './neighbours/vsknn.ts';
import { VSTAN } from './neighbours/vstan.ts';

/** Every model by its choice: a row a model, and nothing else tells which there are. */
const MODELS = {
  KNN,
  POPULARITY,
  SESSION_POPULARITY,
  MARKOV,
  ITEM_KNN,
  SKNN,
  VSKNN,
  STAN,
  VSTAN,
  BLEND,
  ENCODER,
  LINEAR,
  PRODB,
} as const satisfies Readonly<Record<string, RecModel>>;

/** What `MODEL_CHOICE` may be. */
export type ModelChoice = keyof typeof MODELS;

function isModelChoice(choice: string): choice is ModelChoice {
  return Object.hasOwn(MODELS, choice);
}

/** Every model that can be trained, as `MODEL_CHOICE` names it. */
export const MODEL_CHOICES: readonly ModelChoice[] = Object.keys(MODELS).filter(isModelChoice);

/**
 * Reads a model choice, e.g. from a setting.
 *
 * @throws UnknownModelChoiceError listing what there is
 */
export function parseModelChoice(choice: string): ModelChoice {
  if (isModelChoice(choice)) return choice;
  throw new UnknownModelChoiceError(choice, MODEL_CHOICES);
}

/** The row of a choice. */
export function modelOf(choice: ModelChoice): RecModel {
  return MODELS[choice];
}
