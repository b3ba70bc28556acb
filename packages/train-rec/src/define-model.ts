import type { ConfigOf } from '@lf/config';
import type { Graph } from '@lf/export';
import type { Tracker } from '@lf/tracking';
import { recConfigParser } from './config/rec-config-parser.ts';
import type { ConfigProperties, RecProperties } from './config/rec-properties.ts';
import type { RecConfig } from './config/shared-properties.ts';
import type { ModelFiles } from './files/model-files.ts';
import type { ItemSequences, Recommender } from './recommender.ts';

/** How far a training is, in words and as a share of 1. */
export interface RecProgress {
  readonly message: string;
  readonly doneRatio: number;
  readonly metrics?: Readonly<Record<string, number>>;
}

/** What a model learns from. */
export interface FitInput<Config> {
  /** In order of their start, within the config's session lengths. */
  readonly train: ItemSequences;
  /** Sessions after the training ones, for who stops early or tunes itself. */
  readonly validation?: ItemSequences;
  readonly itemCount: number;
  readonly config: Config;
  readonly seed: number;
  readonly tracker?: Tracker;
  readonly onProgress?: (progress: RecProgress) => void;
}

/** A row of the table of models. */
export interface RecModel {
  /** Every key of the model's config. */
  readonly properties: ConfigProperties;
  /** @throws RecConfigError listing every key that is unknown, misspelt or out of range */
  parse(json: unknown): RecConfig;
  /** @throws RecConfigError when the config is of another model */
  fit(input: FitInput<RecConfig>): Promise<Recommender>;
  /** @throws RecommenderFormatError when the files are not a recommender's */
  restore(files: ModelFiles): Recommender;
  /**
   * The model for other runtimes; absent where it has no such form.
   *
   * @throws RecommenderFormatError when the files are not a recommender's
   */
  readonly graph?: (files: ModelFiles) => Graph;
}

interface ModelDefinition<Properties> {
  /** The name under which the table lists it. */
  readonly choice: string;
  readonly properties: Properties;
  fit(input: FitInput<RecConfig & ConfigOf<Properties>>): Recommender | Promise<Recommender>;
  restore(files: ModelFiles, config: RecConfig & ConfigOf<Properties>): Recommender;
  readonly graph?: (files: ModelFiles, config: RecConfig & ConfigOf<Properties>) => Graph;
}

/** Makes a row of the table of models: its config is parsed before `fit` and `restore` see it. */
export function defineModel<const Properties extends RecProperties>(
  definition: ModelDefinition<Properties>,
): RecModel {
  const { choice, properties, graph } = definition;
  const parse = recConfigParser(choice, properties);
  return {
    properties,
    parse,
    fit: async (input) => definition.fit({ ...input, config: parse(input.config) }),
    restore: (files) => definition.restore(files, parse(files.config)),
    ...(graph && { graph: (files) => graph(files, parse(files.config)) }),
  };
}
