import type { ConfigOf } from '@lf/config';
import { recConfigParser } from './config/rec-config-parser.ts';
import type { ConfigProperties, RecProperties } from './config/rec-properties.ts';
import type { RecConfig } from './config/shared-properties.ts';
import { writeModelFiles, type Columns, type ModelFiles } from './files/model-files.ts';
import type { Recommender } from './recommender.ts';

/** A row of the table of models: what a config may hold, and how the model's files become a recommender. */
export interface RecModel<Config extends RecConfig = RecConfig> {
  readonly choice: string;
  /** Every key of the model's config. */
  readonly properties: ConfigProperties;
  /** @throws RecConfigError listing every key that is unknown, misspelt or out of range */
  parse(json: unknown): Config;
  /** @throws RecommenderFormatError when the files are not a recommender's */
  restore(files: ModelFiles): Promise<Recommender>;
}

/** What a model made of its files. */
export interface RestoredModel extends Pick<Recommender, 'recommend'> {
  /** What the files held, to be written again. */
  readonly columns: Columns;
  /** Left out where garbage collection frees all. */
  readonly dispose?: () => void;
}

interface ModelDefinition<Choice extends string, Properties> {
  /** The name under which the table lists it. */
  readonly choice: Choice;
  readonly properties: Properties;
  restore(
    files: ModelFiles,
    config: RecConfig & ConfigOf<Properties>,
  ): RestoredModel | Promise<RestoredModel>;
}

/** Makes a row of the table of models: its config is parsed before `restore` sees it. */
export function defineModel<Choice extends string, const Properties extends RecProperties>(
  definition: ModelDefinition<Choice, Properties>,
): RecModel<RecConfig & ConfigOf<Properties>> {
  const { choice, properties } = definition;
  const parse = recConfigParser(choice, properties);
  return {
    choice,
    properties,
    parse,
    async restore(files) {
      const config = parse(files.config);
      const { columns, recommend, dispose } = await definition.restore(files, config);
      const { itemCount } = files;
      return {
        choice,
        itemCount,
        recommend,
        serialize: () => writeModelFiles({ choice, itemCount, config, columns }),
        dispose: () => dispose?.(),
      };
    },
  };
}
