import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { BUILT_IN } from '../builtin/index.ts';
import type { Progress } from '../check/evaluate.ts';
import { validate } from '../check/validate.ts';
import { ExpectationsError } from '../errors.ts';
import { isAtLeast, worstFailure } from '../result/severity.ts';
import { RESULT_FORMATS } from '../result/result-format.ts';
import type { LoadedSource } from '../source/source.ts';
import { SEVERITIES } from '../suite/suite.ts';
import { formatResult, OUTPUTS } from './formats.ts';

/** Where a command writes, and whether someone watches. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly isInteractive: boolean;
}

/** The data are as expected. */
const HOLDS = 0;
/** The data are not as expected. */
const FAILS = 1;
/** The check could not be made: wrong arguments, wrong suite, unreadable data. */
const CANNOT_CHECK = 2;

const HELP = `Check data against a suite of expectations.

  lf-expectations check <data.parquet|data.csv[.gz]> --suite <suite.json> [options]
  lf-expectations list [--json]

Options of check:
  --suite <file>       a suite in the form of Great Expectations 0.13 or 1.x
  --output <form>      ${OUTPUTS.join(', ')} (default: table)
  --detail <format>    ${RESULT_FORMATS.join(', ')} (default: BASIC)
  --index <column>     names failing rows by this column; may be repeated
  --param <name=value> a value for the suite's $PARAMETERs; may be repeated
  --fail-on <severity> the mildest severity that fails: ${SEVERITIES.join(', ')} (default: info)

Exit code: 0 all hold, 1 some fail, 2 the check could not be made.`;

const OPTIONS = {
  suite: { type: 'string' },
  output: { type: 'string', default: 'table' },
  detail: { type: 'string', default: 'BASIC' },
  index: { type: 'string', multiple: true },
  param: { type: 'string', multiple: true },
  'fail-on': { type: 'string', default: 'info' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

function usage(message: string): ExpectationsError {
  return new ExpectationsError('usage', `${message} See --help.`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error));
  }
}

function oneOf<const T extends string>(option: string, value: string, known: readonly T[]): T {
  const found = known.find((each) => each === value);
  if (found !== undefined) return found;
  throw usage(`--${option} must be one of ${known.join(', ')}; came "${value}".`);
}

function sourceOf(path: string): LoadedSource {
  if (/\.(parquet|pq)$/i.test(path)) return { parquet: path };
  if (/\.(csv|tsv|txt)(\.gz|\.zst)?$/i.test(path)) return { csv: path };
  throw usage(
    `Cannot tell what "${path}" is: expected a name that ends in .parquet, .csv or .csv.gz.`,
  );
}

/** `name=value`; a value that reads as JSON is what it reads as, else a text. */
function parametersOf(given: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    given.map((each) => {
      const at = each.indexOf('=');
      if (at < 1) throw usage(`--param must be name=value; came "${each}".`);
      const text = each.slice(at + 1);
      try {
        const value: unknown = JSON.parse(text);
        return [each.slice(0, at), value];
      } catch {
        return [each.slice(0, at), text];
      }
    }),
  );
}

async function readSuiteFile(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new ExpectationsError(
      'unreadable_suite',
      `Cannot read the suite ${path}: no such file, or not readable.`,
      { cause },
    );
  }
  try {
    const suite: unknown = JSON.parse(text);
    return suite;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ExpectationsError('unreadable_suite', `The suite ${path} is not JSON: ${reason}.`, {
      cause,
    });
  }
}

function progressLine({ phase, done, total }: Progress): string {
  return `\r\u001B[K${phase === 'measure' ? 'measuring' : 'reading failing rows'}: ${done} of ${total}`;
}

type Parsed = ReturnType<typeof parse>;

async function check({ values, positionals }: Parsed, terminal: Terminal): Promise<number> {
  const [, path, ...rest] = positionals;
  if (path === undefined || rest.length > 0) throw usage('check takes one file of data.');
  if (values.suite === undefined) throw usage('check needs --suite <file>.');
  const output = oneOf('output', values.output, OUTPUTS);
  const failOn = oneOf('fail-on', values['fail-on'], SEVERITIES);
  const detail = oneOf('detail', values.detail, RESULT_FORMATS);
  const result = await validate({
    source: sourceOf(path),
    suite: await readSuiteFile(values.suite),
    parameters: parametersOf(values.param ?? []),
    resultFormat: { result_format: detail, unexpected_index_column_names: values.index ?? [] },
    ...(terminal.isInteractive && {
      onProgress: (progress: Progress) => terminal.err(progressLine(progress)),
    }),
  });
  if (terminal.isInteractive) terminal.err('\r\u001B[K');
  terminal.out(`${formatResult(result, output)}\n`);
  const worst = worstFailure(result);
  return worst !== null && isAtLeast(worst, failOn) ? FAILS : HOLDS;
}

function list({ values }: Parsed, terminal: Terminal): number {
  const known = BUILT_IN.map(({ type, summary, kwargs }) => ({ type, summary, kwargs }));
  const width = Math.max(...known.map(({ type }) => type.length));
  terminal.out(
    values.json
      ? `${JSON.stringify(known, null, 2)}\n`
      : known.map(({ type, summary }) => `${type.padEnd(width)}  ${summary}\n`).join(''),
  );
  return HOLDS;
}

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const parsed = parse(args);
  const [command] = parsed.positionals;
  if (parsed.values.help) {
    terminal.out(`${HELP}\n`);
    return HOLDS;
  }
  if (command === 'check') return check(parsed, terminal);
  if (command === 'list') return list(parsed, terminal);
  throw usage(
    `Expected a command, check or list; came ${command === undefined ? 'none' : `"${command}"`}.`,
  );
}

/** Runs a command; answers its exit code. Errors of ours are told, not thrown. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await run(args, terminal);
  } catch (error) {
    if (!(error instanceof ExpectationsError)) throw error;
    terminal.err(`${error.message}\n`);
    return CANNOT_CHECK;
  }
}
