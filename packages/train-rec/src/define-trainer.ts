import type { Graph } from '@lf/export';
import type { Columns, ItemSequences, ModelFiles, RecConfig, RecModel } from '@lf/recommenders';
import type { Tracker } from '@lf/tracking';
import type { LearnVectors } from './knn/item-vectors.ts';

/** How far a training is, in words and as a share of 1. */
export interface RecProgress {
  readonly message: string;
  readonly doneRatio: number;
  readonly metrics?: Readonly<Record<string, number>>;
}

/** Keeps the state of a training outside of its process, so that another one can go on from there. */
export interface RecCheckpoints {
  /** What was saved last by a training of the same sessions, config and seed; null: nothing was. */
  load(): Promise<unknown>;
  /** @param state numbers, texts, arrays, typed arrays and maps, as `structuredClone` takes them */
  save(state: unknown): Promise<void>;
}

/** What a model learns from. */
export interface FitInput<Config> {
  /** In order of their start, within the config's session lengths. */
  readonly train: ItemSequences;
  /** Sessions after the training ones, for models that stop early or tune themselves. */
  readonly validation?: ItemSequences;
  readonly itemCount: number;
  readonly config: Config;
  readonly seed: number;
  /** Learns the vectors of KNN instead of this process. */
  readonly learnVectors?: LearnVectors;
  readonly checkpoints?: RecCheckpoints;
  readonly tracker?: Tracker;
  readonly onProgress?: (progress: RecProgress) => void;
}

/** A row of the table of trainers. */
export interface Trainer {
  /**
   * Learns the numbers that the model keeps.
   *
   * @throws RecConfigError when the config is of another model
   */
  fit(input: FitInput<RecConfig>): Promise<Columns>;
  /**
   * The model for other runtimes; absent where it has no such form.
   *
   * @throws RecommenderFormatError when the files are not a recommender's
   */
  readonly graph?: (files: ModelFiles) => Graph;
}

interface TrainerDefinition<Config> {
  readonly fit: (input: FitInput<Config>) => Columns | Promise<Columns>;
  readonly graph?: (files: ModelFiles, config: Config) => Graph;
}

/** Makes the trainer of a model: its config is parsed before `fit` and `graph` see it. */
export function defineTrainer<Config extends RecConfig>(
  model: RecModel<Config>,
  { fit, graph }: TrainerDefinition<Config>,
): Trainer {
  return {
    fit: async (input) => fit({ ...input, config: model.parse(input.config) }),
    ...(graph && { graph: (files) => graph(files, model.parse(files.config)) }),
  };
}
