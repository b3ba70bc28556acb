import { summarise, SUMMARISE_DEFAULTS } from '../drift/summarise.ts';
import { namesGiven, numberGiven, sourceOf } from './arguments.ts';
import type { Command } from './command.ts';
import { CSV_FLAGS, csvOptionsOf } from './csv-flags.ts';
import { deliver } from './files.ts';
import { EXIT, progressLine } from './terminal.ts';

const isCount = (value: number) => Number.isSafeInteger(value) && value >= 1;

/** `summarise`: data to a reference for drift. */
export const summariseCommand: Command = {
  takes: '<data.parquet | data.csv[.gz] | data.jsonl[.gz]>... [options]',
  meaning:
    'Summarises a batch as JSON, so that later batches can be compared with it (check --reference).',
  options: {
    columns: {
      value: 'names',
      meaning:
        'columns, separated by commas (default: numbers, times, booleans, text columns with few values)',
      isRepeatable: true,
    },
    'as-categories': {
      value: 'names',
      meaning: 'number columns to treat as categories',
      isRepeatable: true,
    },
    points: {
      value: 'count',
      meaning: `largest number of points kept per number column (${SUMMARISE_DEFAULTS.points})`,
    },
    categories: {
      value: 'count',
      meaning: `largest number of categories kept per text column (${SUMMARISE_DEFAULTS.categories})`,
    },
    output: { value: 'file', meaning: 'write the summary to this file, instead of the terminal' },
    ...CSV_FLAGS,
  },
  run: async (given, terminal) => {
    const columns = namesGiven(given, 'columns');
    const wanted = 'a whole number from 1';
    const settings = {
      points: numberGiven(given, 'points', isCount, wanted) ?? SUMMARISE_DEFAULTS.points,
      categories:
        numberGiven(given, 'categories', isCount, wanted) ?? SUMMARISE_DEFAULTS.categories,
      asCategories: namesGiven(given, 'as-categories'),
    };
    const progress = progressLine(terminal);
    const summary = await summarise(
      sourceOf(given.words, csvOptionsOf(given)),
      columns.length === 0 ? null : columns,
      settings,
    ).finally(() => progress.end());
    await deliver(JSON.stringify(summary), given.one('output'), terminal);
    return EXIT.holds;
  },
};
