import { parseExactJson } from '../exact/json.ts';
import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import type { CsvOptions } from '../source/csv/csv-options.ts';
import { JSON_LINES_OPTIONS } from '../source/jsonl/json-lines-options.ts';
import type { JsonLinesOptions } from '../source/jsonl/json-lines-options.ts';
import type { LoadedSource } from '../source/source.ts';
import { nearestOf } from '../declare/nearest.ts';
import { usage } from './terminal.ts';
import { cutShort, shown, shownNames } from '../shown.ts';

/** One option of a command: how it is written, what it does. */
export interface Option {
  /** What stands for its value; null for a switch. */
  readonly value: string | null;
  readonly meaning: string;
  readonly isRepeatable?: boolean;
}

/** The options of a command by name, without their dashes. */
export type Options = Readonly<Record<string, Option>>;

/** What stands on a command line. */
export interface Given {
  readonly words: readonly string[];
  /** The last value of an option, or undefined. */
  one(name: string): string | undefined;
  /** All values of an option. */
  every(name: string): readonly string[];
  has(name: string): boolean;
}

/** "Did you mean ...?", or nothing. */
export function guess(word: string, known: readonly string[]): string {
  const nearest = nearestOf(word, known);
  return nearest === undefined ? '' : ` Did you mean ${nearest}?`;
}

function parse(args: readonly string[], options: Options) {
  const config: ParseArgsConfig['options'] = { help: { type: 'boolean', short: 'h' } };
  for (const [name, { value }] of Object.entries(options)) {
    config[name] = value === null ? { type: 'boolean' } : { type: 'string', multiple: true };
  }
  return parseArgs({ args: [...args], options: config, allowPositionals: true, tokens: true });
}

/** Reads the arguments of a command; throws ExpectationsError with code usage. */
export function readArguments(args: readonly string[], options: Options): Given {
  for (const arg of args) {
    if (arg === '--') break;
    const [, name] = /^--([^=]+)/.exec(arg) ?? [];
    if (name === undefined || name === 'help' || Object.hasOwn(options, name)) continue;
    const known = Object.keys(options);
    throw usage(
      `Unknown option --${cutShort(name)}.${guess(name, known).replace('mean ', 'mean --')} There are: ${known.map((each) => `--${each}`).join(', ')}.`,
    );
  }
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args, options);
  } catch (error) {
    const [firstLine = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw usage(firstLine);
  }
  const every = (name: string) =>
    [parsed.values[name] ?? []].flat().filter((value) => typeof value === 'string');
  for (const [name, { isRepeatable }] of Object.entries(options)) {
    if (isRepeatable !== true && every(name).length > 1) {
      throw usage(`--${name} was given ${every(name).length} times; it takes one value.`);
    }
  }
  return {
    words: parsed.positionals,
    every,
    one: (name) => every(name).at(-1),
    has: (name) => parsed.values[name] === true,
  };
}

/** The value of an option that takes one of a few. */
export function chosen<const T extends string>(
  given: Given,
  name: string,
  known: readonly T[],
  usual: T,
): T {
  const value = given.one(name) ?? usual;
  const found = known.find((each) => each.toLowerCase() === value.toLowerCase());
  if (found !== undefined) return found;
  throw usage(`--${name} must be one of ${known.join(', ')}; came ${shown(value)}.`);
}

/** The value of an option that takes a number. */
export function numberGiven(
  given: Given,
  name: string,
  isFine: (value: number) => boolean,
  wanted: string,
) {
  const text = given.one(name);
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (isFine(value)) return value;
  throw usage(`--${name} must be ${wanted}; came ${shown(text)}.`);
}

/** Values that may stand apart by commas: `--id-columns a,b --id-columns c`. */
export function namesGiven(given: Given, name: string): readonly string[] {
  return given
    .every(name)
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
    .filter((value) => value !== '');
}

/** The kinds of files, by their endings. */
const ENDINGS = {
  parquet: /\.(parquet|pq)$/i,
  csv: /\.((csv|tsv|txt)(\.(gz|zst))?|zip)$/i,
  jsonl: /\.(jsonl|ndjson)(\.(gz|zst))?$/i,
} as const;

const KNOWN_ENDINGS = '.parquet, .csv, .jsonl, .csv.gz, .jsonl.gz, .csv.zst, .jsonl.zst or .zip';

type FileKind = keyof typeof ENDINGS;

const KINDS: readonly FileKind[] = ['parquet', 'csv', 'jsonl'];

/** The kind of file that a path names by its ending. */
function kindOf(path: string): FileKind {
  const kind = KINDS.find((each) => ENDINGS[each].test(path));
  if (kind !== undefined) return kind;
  const advice = /\.json$/i.test(path)
    ? ' JSON is read as JSON Lines, one object a line: name such a file .jsonl.'
    : '';
  throw usage(
    `Cannot tell what ${shown(path)} is: expected a name that ends in ${KNOWN_ENDINGS}.${advice}`,
  );
}

/** The options of JSON Lines among those of CSV; throws ExpectationsError with code usage for others. */
function jsonLinesOptions(given: CsvOptions): JsonLinesOptions {
  const others = Object.keys(given).filter(
    (name) => !JSON_LINES_OPTIONS.some((each) => each === name),
  );
  if (others.length > 0) {
    throw usage(
      `Options for CSV were given (${shownNames(others)}), and the files are JSON Lines, which take --type, --date-format and --max-unpacked-bytes.`,
    );
  }
  return given;
}

/** The files of a command line as one source, told by their endings; `csv`: how text is read. */
export function sourceOf(paths: readonly string[], csv: CsvOptions): LoadedSource {
  const kinds = new Set(paths.map(kindOf));
  const [kind] = kinds;
  if (kind === undefined) {
    throw usage(`No data given: name a file that ends in ${KNOWN_ENDINGS}.`);
  }
  if (kinds.size > 1) {
    throw usage(
      `The files are of several kinds (${shownNames(paths)}): give Parquet, CSV or JSON Lines, not several of them.`,
    );
  }
  if (kind === 'csv') return { csv: paths, ...csv };
  if (kind === 'jsonl') return { jsonl: paths, ...jsonLinesOptions(csv) };
  if (Object.keys(csv).length === 0) return { parquet: paths };
  throw usage('The options for CSV were given, and the files are Parquet.');
}

/** Each file of a command line as a source, which may be of different kinds. */
export function partitionsOf(
  paths: readonly string[],
  csv: CsvOptions,
): readonly [LoadedSource, ...LoadedSource[]] {
  const [first, ...others] = paths;
  return [
    sourceOf(first === undefined ? [] : [first], csv),
    ...others.map((path) => sourceOf([path], csv)),
  ];
}

/** `name=value`; a value that reads as JSON is what it reads as, else a text. */
export function parametersOf(given: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    given.map((each) => {
      const at = each.indexOf('=');
      if (at < 1) throw usage(`--param must be name=value; came ${shown(each)}.`);
      const text = each.slice(at + 1);
      try {
        return [each.slice(0, at), parseExactJson(text)];
      } catch {
        return [each.slice(0, at), text];
      }
    }),
  );
}
