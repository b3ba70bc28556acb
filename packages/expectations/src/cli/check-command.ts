import { callActions } from '../actions/call-actions.ts';
import { unmade } from '../check/run-checkpoint.ts';
import { validate, type ValidateOptions } from '../check/validate.ts';
import { validatePartitions } from '../check/validate-partitions.ts';
import { driftSuite } from '../drift/drift-suite.ts';
import { DRIFT } from '../drift/expectations.ts';
import { readReference } from '../drift/summary.ts';
import type { BatchSummary } from '../drift/summary.ts';
import { ExpectationsError } from '../errors.ts';
import { RESULT_FORMATS } from '../result/result-format.ts';
import { isAtLeast, severityOf } from '../result/severity.ts';
import type { CheckpointValidation } from '../result/checkpoint-result.ts';
import { NO_EXCEPTION } from '../result/validation-result.ts';
import type { ValidationResult } from '../result/validation-result.ts';
import { readSuite } from '../suite/read-suite.ts';
import { SEVERITIES } from '../suite/suite.ts';
import type { Severity } from '../suite/suite.ts';
import { ACTION_FLAGS, actionsOf, NOTIFY_WHEN } from './action-flags.ts';
import {
  chosen,
  namesGiven,
  numberGiven,
  parametersOf,
  partitionsOf,
  sourceOf,
} from './arguments.ts';
import type { Given } from './arguments.ts';
import type { Command } from './command.ts';
import { CSV_FLAGS, csvOptionsOf } from './csv-flags.ts';
import { deliver, loadExpectations, readJson } from './files.ts';
import { formatResult, OUTPUTS } from './formats.ts';
import { EXIT, progressLine, usage } from './terminal.ts';
import type { ExitCode, Terminal } from './terminal.ts';

/** Options of every command that checks. */
export const CHECKING = {
  suite: { value: 'file', meaning: 'a suite in the format of Great Expectations 0.13 or 1.x' },
  reference: {
    value: 'file',
    meaning:
      'a summary made by `summarise`, as the parameter `reference`; without --suite, check for drift from it',
  },
  param: {
    value: 'name=value',
    meaning: "a value for the suite's $PARAMETERs",
    isRepeatable: true,
  },
  load: {
    value: 'module',
    meaning: 'a JavaScript module that exports your own expectations',
    isRepeatable: true,
  },
  'id-columns': {
    value: 'names',
    meaning: 'columns that identify failing rows, separated by commas',
    isRepeatable: true,
  },
  'memory-limit': { value: 'size', meaning: 'memory of the engine, such as 512MB or 4GiB' },
  'run-name': { value: 'name', meaning: 'name of this run in the result' },
  ...CSV_FLAGS,
} as const;

function isSummary(value: unknown): value is BatchSummary {
  if (typeof value !== 'object' || value === null || !('columns' in value)) return false;
  const { columns } = value;
  return typeof columns === 'object' && columns !== null;
}

async function readSummary(path: string): Promise<BatchSummary> {
  const summary = await readJson(path, 'reference');
  if (!isSummary(summary)) {
    throw new ExpectationsError(
      'unreadable_file',
      `${path} is no summary of a batch: make one with \`summarise\`.`,
    );
  }
  for (const name of Object.keys(summary.columns)) readReference(summary, name);
  return summary;
}

async function suiteGiven(path: string | undefined, reference: BatchSummary | null) {
  if (path !== undefined) return readSuite(await readJson(path, 'suite'));
  if (reference !== null) return driftSuite(reference);
  throw usage('--suite <file> is missing.');
}

type Options = Omit<ValidateOptions, 'source'>;

/** A check of some data, which waits for the rest of its options. */
const checkerOf =
  <Data>(check: (options: Data & Options) => Promise<ValidationResult>, data: Data) =>
  (options: Options): Promise<ValidationResult> =>
    check({ ...data, ...options });

/** Checks what a command line asks for. */
export async function checkGiven(
  given: Given,
  terminal: Terminal,
  format: {
    readonly name: (typeof RESULT_FORMATS)[number];
    readonly examples?: number | undefined;
  },
): Promise<ValidationResult> {
  const [suitePath, referencePath] = [given.one('suite'), given.one('reference')];
  if (suitePath === undefined && referencePath === undefined)
    throw usage('--suite <file> is missing.');
  const csv = csvOptionsOf(given);
  const checked = given.has('partitions')
    ? checkerOf(validatePartitions, { sources: partitionsOf(given.words, csv) })
    : checkerOf(validate, { source: sourceOf(given.words, csv) });
  const parameters = parametersOf(given.every('param'));
  const reference = referencePath === undefined ? null : await readSummary(referencePath);
  const suite = await suiteGiven(suitePath, reference);
  const progress = progressLine(terminal);
  const runName = given.one('run-name');
  const badRows = given.one('bad-rows');
  const memoryLimit = given.one('memory-limit');
  try {
    return await checked({
      suite,
      expectations: [...DRIFT, ...(await loadExpectations(given.every('load')))],
      parameters: reference === null ? parameters : { reference, ...parameters },
      resultFormat: {
        result_format: format.name,
        unexpected_index_column_names: namesGiven(given, 'id-columns'),
        ...(format.examples !== undefined && { partial_unexpected_count: format.examples }),
      },
      ...(runName !== undefined && { runName }),
      ...(memoryLimit !== undefined && { memoryLimit }),
      ...(badRows !== undefined && { badRows }),
      onProgress: ({ phase, done, total }) =>
        progress.say(
          `${phase === 'measure' ? 'measuring' : 'reading failing rows'}: ${done} of ${total}`,
        ),
    });
  } finally {
    progress.end();
  }
}

/** Fails where an expectation at least this severe failed; says so where one could not be checked. */
export function exitCodeOf({ results }: ValidationResult, failOn: Severity): ExitCode {
  const counting = results.filter(
    (result) => !result.success && isAtLeast(severityOf(result), failOn),
  );
  if (counting.length === 0) return EXIT.holds;
  return counting.every(({ exception_info: info }) => info.raised_exception)
    ? EXIT.raised
    : EXIT.fails;
}

/** A check that could not be made, for actions. */
function unmadeOf(given: Given, error: unknown): CheckpointValidation {
  const now = new Date().toISOString();
  const suite = { name: given.one('suite') ?? 'suite', expectations: [] };
  const unread = unmade({ source: { rows: [] }, suite }, given.one('run-name') ?? null, now, error);
  return { ...unread, meta: { ...unread.meta, source: given.words.join(', ') } };
}

/** Does what the command line asks for after a check; says whether all of it went well. */
function notifierOf(given: Given, terminal: Terminal, when: (typeof NOTIFY_WHEN)[number]) {
  const actions = actionsOf(given, terminal);
  return async (result: CheckpointValidation, code: ExitCode): Promise<boolean> => {
    if (actions.length === 0 || (code === EXIT.holds && when === 'failure')) return true;
    const name = result.suite_name;
    const failures = await callActions(actions, { checkpoint: name, validation: name, result });
    for (const { exception_info: info } of failures) {
      terminal.err(`${info.exception_message ?? ''}\n`);
    }
    return failures.length === 0;
  };
}

const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;

/** `check`: data against a suite. */
export const checkCommand: Command = {
  takes: '<data.parquet | data.csv[.gz] | data.jsonl[.gz]>... --suite <suite.json> [options]',
  meaning: 'Checks data against a suite. Several files are one table.',
  options: {
    ...CHECKING,
    format: { value: OUTPUTS.join('|'), meaning: 'what is written (table)' },
    'result-format': {
      value: 'name',
      meaning: `detail of a result: ${RESULT_FORMATS.join(', ')} (BASIC)`,
    },
    examples: { value: 'count', meaning: 'how many failing values a result shows (20)' },
    'fail-on': {
      value: SEVERITIES.join('|'),
      meaning: 'the mildest severity that makes the check fail (critical)',
    },
    partitions: {
      value: null,
      meaning: 'each file is a part of the table, and only one is open at a time',
    },
    'bad-rows': {
      value: 'file',
      meaning: 'file for failing rows, with reasons: .csv, .csv.gz or .parquet',
    },
    ...ACTION_FLAGS,
    output: { value: 'file', meaning: 'write the result to this file, instead of the terminal' },
  },
  notes: `Exit codes:
  0  every expectation that counts holds (what is milder than --fail-on does not count)
  1  one that counts fails
  2  the check could not be made: wrong arguments, a wrong suite, unreadable data
  3  none that counts fails, but one of them could not be checked (a missing column, for one)`,
  run: async (given, terminal) => {
    const output = chosen(given, 'format', OUTPUTS, 'table');
    const failOn = chosen(given, 'fail-on', SEVERITIES, 'critical');
    const name = chosen(given, 'result-format', RESULT_FORMATS, 'BASIC');
    const examples = numberGiven(given, 'examples', isCount, 'a whole number from 0');
    const notify = notifierOf(given, terminal, chosen(given, 'notify', NOTIFY_WHEN, 'failure'));
    let result: ValidationResult;
    try {
      result = await checkGiven(given, terminal, { name, examples });
    } catch (error) {
      await notify(unmadeOf(given, error), EXIT.cannotRun);
      throw error;
    }
    await deliver(formatResult(result, output), given.one('output'), terminal);
    const { bad_rows: bad } = result.meta;
    if (bad !== undefined) terminal.err(`${bad.rows} bad row(s) are in ${bad.file}.\n`);
    const code = exitCodeOf(result, failOn);
    const isDone = await notify({ ...result, exception_info: NO_EXCEPTION }, code);
    return !isDone && code === EXIT.holds && given.has('require-actions') ? EXIT.cannotRun : code;
  },
};
