import { ENCODINGS } from '../source/csv/csv-options.ts';
import type { CsvOptions } from '../source/csv/csv-options.ts';
import { chosen, namesGiven, numberGiven } from './arguments.ts';
import type { Given } from './arguments.ts';
import { usage } from './terminal.ts';
import { shown } from '../shown.ts';

/** Options of every command that reads CSV; what is left out is found in the file. */
export const CSV_FLAGS = {
  delimiter: { value: 'character', meaning: 'CSV: field separator; tab or \\t for a tab' },
  quote: { value: 'character', meaning: 'CSV: quote character ("); none for no quotes' },
  escape: { value: 'character', meaning: 'CSV: escape character' },
  'no-header': { value: null, meaning: 'CSV: the first line is data' },
  'column-names': {
    value: 'names',
    meaning: "CSV: column names, separated by commas, instead of the file's",
    isRepeatable: true,
  },
  type: {
    value: 'column=type',
    meaning: 'CSV, JSON Lines: the type of a column, named as in suites (id=VARCHAR, id=int64)',
    isRepeatable: true,
  },
  'null-text': {
    value: 'text',
    meaning: "CSV: a text that means a missing value, in place of pandas' list",
    isRepeatable: true,
  },
  'date-format': {
    value: 'column=format',
    meaning: 'CSV, JSON Lines: strptime format of a date column (day=%d/%m/%Y)',
    isRepeatable: true,
  },
  encoding: { value: 'name', meaning: `CSV: ${ENCODINGS.join(', ')} (utf-8)` },
  'max-unpacked-bytes': {
    value: 'n',
    meaning:
      'CSV, JSON Lines: largest unpacked size of a file (200 times its size, at least 1 GiB)',
  },
} as const;

const TAB_WORDS = ['tab', '\\t'];

function markOf(text: string): string {
  return TAB_WORDS.includes(text.toLowerCase()) ? '\t' : text;
}

/** Values by column; several of one column are kept in their order. */
function byColumn(given: Given, name: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const each of given.every(name)) {
    const at = each.indexOf('=');
    if (at < 1) throw usage(`--${name} must be column=value; came ${shown(each)}.`);
    const column = each.slice(0, at);
    found.set(column, [...(found.get(column) ?? []), each.slice(at + 1)]);
  }
  return found;
}

/** The CSV options that a command line gives; those left out are not in it. */
export function csvOptionsOf(given: Given): CsvOptions {
  const [delimiter, quote, escape] = ['delimiter', 'quote', 'escape'].map((name) =>
    given.one(name),
  );
  const columns = namesGiven(given, 'column-names');
  const types = byColumn(given, 'type');
  const formats = byColumn(given, 'date-format');
  const nullTexts = given.every('null-text');
  const maxUnpackedBytes = numberGiven(
    given,
    'max-unpacked-bytes',
    (bytes) => bytes > 0,
    'a number of bytes above 0',
  );
  return {
    ...(delimiter !== undefined && { delimiter: markOf(delimiter) }),
    ...(quote !== undefined && { quote: quote === 'none' ? null : markOf(quote) }),
    ...(escape !== undefined && { escape: markOf(escape) }),
    ...(given.has('no-header') && { header: false }),
    ...(columns.length > 0 && { columns }),
    ...(types.size > 0 && {
      types: Object.fromEntries([...types].map(([name, all]) => [name, all.at(-1) ?? ''])),
    }),
    ...(nullTexts.length > 0 && { nullTexts }),
    ...(formats.size > 0 && { dateFormats: Object.fromEntries(formats) }),
    ...(given.one('encoding') !== undefined && {
      encoding: chosen(given, 'encoding', ENCODINGS, 'utf-8'),
    }),
    ...(maxUnpackedBytes !== undefined && { maxUnpackedBytes }),
  };
}
