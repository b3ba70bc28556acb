import { ExpectationsError } from '../../errors.ts';
import { engineType } from '../exact-types.ts';
import type { ColumnTypeName } from '../type-names.ts';

/** The encodings that are read; `utf-16` needs a byte order mark or is little-endian. */
export const ENCODINGS = ['utf-8', 'latin-1', 'windows-1252', 'utf-16'] as const;

export type Encoding = (typeof ENCODINGS)[number];

/** How CSV files are read; what is left out is found in the file, once, and told in the result's meta. */
export interface CsvOptions {
  /** One ASCII character; found among `,` `;` tab and `|` in the first line when left out. */
  readonly delimiter?: string;
  /** One ASCII character (`"`), or null where nothing is quoted. */
  readonly quote?: string | null;
  /** What makes the next character plain; a quote inside quotes may always be doubled. */
  readonly escape?: string;
  /** Whether the first line names the columns (true). */
  readonly header?: boolean;
  /** The columns' names, in place of those in the file. */
  readonly columns?: readonly string[];
  /** Types by column, by their names in DuckDB, pandas or Spark; the others are found from all rows. */
  readonly types?: Readonly<Record<string, ColumnTypeName>>;
  /** Texts that mean that a value is missing: those of pandas when left out. */
  readonly nullTexts?: readonly string[];
  /** strptime formats of columns with dates, one or several by column. */
  readonly dateFormats?: Readonly<Record<string, string | readonly string[]>>;
  /** `utf-8`, or what a byte order mark says, when left out. */
  readonly encoding?: Encoding;
  /** The most bytes that a packed file may unpack to; unset: 200 times its size, or 1 GiB if that is more. */
  readonly maxUnpackedBytes?: number;
}

/** Texts that pandas' read_csv takes for missing values. */
export const NULL_TEXTS: readonly string[] = [
  '',
  '#N/A',
  '#N/A N/A',
  '#NA',
  '-1.#IND',
  '-1.#QNAN',
  '-NaN',
  '-nan',
  '1.#IND',
  '1.#QNAN',
  '<NA>',
  'N/A',
  'NA',
  'NULL',
  'NaN',
  'None',
  'n/a',
  'nan',
  'null',
];

/** A type's name, with its sizes and brackets, and nothing that could be other SQL. */
const TYPE_NAME = /^[a-z][a-z0-9_ ]*(\(\s*\d+\s*(,\s*\d+\s*)?\))?(\[\d*\])*$/i;

/** What a type may be, for messages. */
export const KNOWN_TYPES = 'a type of DuckDB, pandas or Spark, such as VARCHAR, int64 or DateType';

function refuse(option: string, expected: string, came: unknown): never {
  throw new ExpectationsError(
    'invalid_csv_option',
    `The option ${option} must be ${expected}; came ${JSON.stringify(came)}.`,
  );
}

const isMark = (text: string) => /^[\t\x20-\x7e]$|^[\x01-\x08\x0e-\x1f]$/.test(text);

/** Refuses options that no file can be read with; throws ExpectationsError. */
export function checkCsvOptions(options: CsvOptions): void {
  const { delimiter, quote, escape, columns, types = {}, encoding, maxUnpackedBytes } = options;
  for (const [name, mark] of Object.entries({ delimiter, quote, escape })) {
    if (mark !== undefined && mark !== null && !isMark(mark)) {
      refuse(name, 'one ASCII character and no line end', mark);
    }
  }
  if (delimiter !== undefined && (delimiter === quote || delimiter === escape)) {
    refuse('delimiter', 'another character than quote and escape', delimiter);
  }
  if (encoding !== undefined && !ENCODINGS.includes(encoding)) {
    refuse('encoding', `one of ${ENCODINGS.join(', ')}`, encoding);
  }
  if (maxUnpackedBytes !== undefined && !(maxUnpackedBytes > 0)) {
    refuse('maxUnpackedBytes', 'a number of bytes above 0', maxUnpackedBytes);
  }
  if (columns !== undefined && columns.length === 0) {
    refuse('columns', 'at least one name', columns);
  }
  checkTypes(types);
}

/** Refuses texts that are no names of types; throws ExpectationsError. */
function checkTypes(types: Readonly<Record<string, string>>): void {
  for (const [column, type] of Object.entries(types)) {
    if (!TYPE_NAME.test(engineType(type))) {
      refuse(`types.${column}`, KNOWN_TYPES, type);
    }
  }
}

/** Refuses options for columns that there are not; throws ExpectationsError. */
export function requireColumns(
  source: string,
  names: readonly string[],
  options: Pick<CsvOptions, 'types' | 'dateFormats'>,
): void {
  for (const option of ['types', 'dateFormats'] as const) {
    for (const name of Object.keys(options[option] ?? {})) {
      if (names.includes(name)) continue;
      throw new ExpectationsError(
        'invalid_csv_option',
        `The option ${option} names the column "${name}", which ${source} does not have; it has: ${names.join(', ')}.`,
      );
    }
  }
}
