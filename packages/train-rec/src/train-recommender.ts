import type { Tracker } from '@lf/tracking';
import {
  createRecommender,
  filterSessions,
  type ItemSequences,
  type ModelChoice,
  modelOf,
  type RecConfig,
  type Recommender,
  sessionCount,
  UNKNOWN_ITEM,
} from '@lf/recommenders';
import type { RecCheckpoints, RecProgress } from './define-trainer.ts';
import type { LearnVectors } from './knn/item-vectors.ts';
import { assertItemSequences } from './sessions/assert-item-sequences.ts';
import { RecDataError } from './errors.ts';
import { trainerOf } from './trainers.ts';

export interface TrainRecommenderOptions {
  readonly choice: ModelChoice;
  /** In order of their start: some models weigh recent sessions higher. */
  readonly train: ItemSequences;
  /** Sessions after the training ones, for models that stop early. */
  readonly validation?: ItemSequences;
  readonly itemCount: number;
  /** As `parseRecConfig` gives it for the same choice. */
  readonly config: RecConfig;
  /** Of every random draw; the config's SEED when left out. */
  readonly seed?: number;
  /** Learns the vectors of KNN instead of this process, as BlazingText does; other models take no notice of it. */
  readonly learnVectors?: LearnVectors;
  /** Keeps the state of PRODB after every epoch, and goes on from the last one; other models and its engine tfjs take no notice. */
  readonly checkpoints?: RecCheckpoints;
  readonly tracker?: Tracker;
  readonly onProgress?: (progress: RecProgress) => void;
}

/**
 * Checks a model's config and fills in the defaults.
 *
 * @param json a parsed JSON object with any of the model's keys
 * @throws RecConfigError listing every key that is unknown, misspelt or out of range
 */
export function parseRecConfig(choice: ModelChoice, json: unknown): RecConfig {
  return modelOf(choice).parse(json);
}

/**
 * Trains a model on the sessions whose lengths the config allows.
 *
 * @throws RecDataError when no such session is left, or the columns do not fit together
 * @throws RecConfigError when the config is not one of this choice
 */
export async function trainRecommender(options: TrainRecommenderOptions): Promise<Recommender> {
  const { choice, itemCount, config, validation, tracker, onProgress } = options;
  const { learnVectors, checkpoints } = options;
  const { MIN_SESSION_LENGTH, MAX_SESSION_LENGTH } = config;
  const withinLengths = (sessions: ItemSequences, what: string) => {
    assertItemSequences(sessions, what);
    return filterSessions(
      unknownAlike(sessions, itemCount),
      (length) => length >= MIN_SESSION_LENGTH && length <= MAX_SESSION_LENGTH,
    );
  };
  const train = withinLengths(options.train, 'training');
  if (sessionCount(train) === 0) {
    throw new RecDataError(
      'sessions_empty',
      `While training ${choice}, expected sessions of ${MIN_SESSION_LENGTH} to ${MAX_SESSION_LENGTH} ` +
        `events, got none among ${sessionCount(options.train)}. Widen MIN_SESSION_LENGTH and ` +
        'MAX_SESSION_LENGTH, or give more sessions.',
    );
  }
  const seed = options.seed ?? config.SEED;
  tracker?.params({
    ...config,
    MODEL_CHOICE: choice,
    SEED: seed,
    trainSessions: sessionCount(train),
  });
  const columns = await trainerOf(choice).fit({
    train,
    itemCount,
    config,
    seed,
    ...(validation === undefined ? {} : { validation: withinLengths(validation, 'validation') }),
    ...(learnVectors === undefined ? {} : { learnVectors }),
    ...(checkpoints === undefined ? {} : { checkpoints }),
    ...(tracker === undefined ? {} : { tracker }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  return createRecommender({ choice, itemCount, config, columns });
}

/** The same sessions with one number for every item that is not below the count. */
function unknownAlike(sessions: ItemSequences, itemCount: number): ItemSequences {
  const isForeign = (item: number) => item >= itemCount && item !== UNKNOWN_ITEM;
  if (!sessions.items.some(isForeign)) return sessions;
  return {
    offsets: sessions.offsets,
    items: sessions.items.map((item) => (isForeign(item) ? UNKNOWN_ITEM : item)),
  };
}
