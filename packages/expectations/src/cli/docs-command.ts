import { profileColumns } from '../docs/profile/profile-columns.ts';
import { writeDataDocs } from '../docs/write-data-docs.ts';
import { ExpectationsError } from '../errors.ts';
import { RESULT_FORMATS } from '../result/result-format.ts';
import type { ValidationResult } from '../result/validation-result.ts';
import { SEVERITIES } from '../suite/suite.ts';
import { chosen, sourceOf } from './arguments.ts';
import type { Given } from './arguments.ts';
import { CHECKING, checkGiven, exitCodeOf } from './check-command.ts';
import type { Command } from './command.ts';
import { csvOptionsOf } from './csv-flags.ts';
import { readJson } from './files.ts';
import { EXIT, progressLine, usage } from './terminal.ts';
import type { ExitCode, Terminal } from './terminal.ts';

/** The keys without which a file is no result of ours. */
const RESULT_KEYS = ['success', 'suite_name', 'results', 'statistics', 'meta'];

function isResult(value: unknown): value is ValidationResult {
  if (typeof value !== 'object' || value === null) return false;
  return (
    RESULT_KEYS.every((key) => Object.hasOwn(value, key)) &&
    'results' in value &&
    Array.isArray(value.results)
  );
}

async function readResult(path: string): Promise<ValidationResult> {
  const result = await readJson(path, 'result');
  if (isResult(result)) return result;
  throw new ExpectationsError(
    'unreadable_file',
    `${path} is no result: make one with \`check --format json --output ${path}\`.`,
  );
}

/** Results that were written before, or a suite that was never run. */
async function fromFiles(given: Given, folder: string, terminal: Terminal): Promise<ExitCode> {
  const suite = given.one('suite');
  if (suite === undefined && given.words.length === 0) {
    throw usage('Nothing to write: expected data with --suite, or results in JSON.');
  }
  const { index } = await writeDataDocs({
    folder,
    results: await Promise.all(given.words.map(readResult)),
    suites: suite === undefined ? [] : [await readJson(suite, 'suite')],
  });
  terminal.out(`${index}\n`);
  return EXIT.holds;
}

/** `docs`: results to a static site. */
export const docsCommand: Command = {
  takes: '<data>... --suite <suite.json> --output <folder> | <result.json>... --output <folder>',
  meaning: 'Checks data and adds the result to a static site, or adds existing results.',
  options: {
    ...CHECKING,
    'result-format': {
      value: 'name',
      meaning: `detail of a result: ${RESULT_FORMATS.join(', ')} (SUMMARY)`,
    },
    'fail-on': {
      value: SEVERITIES.join('|'),
      meaning: 'the mildest severity that makes the check fail (critical)',
    },
    'no-profile': { value: null, meaning: 'leave out histograms and top values' },
    output: { value: 'folder', meaning: 'folder of the site; existing pages are kept' },
  },
  notes: 'Exit codes are those of check. The path of the first page is printed.',
  run: async (given, terminal) => {
    const folder = given.one('output');
    if (folder === undefined) throw usage('--output <folder> is missing.');
    const areResults = given.words.every((word) => word.endsWith('.json'));
    if (areResults) return fromFiles(given, folder, terminal);
    const failOn = chosen(given, 'fail-on', SEVERITIES, 'critical');
    const name = chosen(given, 'result-format', RESULT_FORMATS, 'SUMMARY');
    const result = await checkGiven(given, terminal, { name });
    const progress = progressLine(terminal);
    progress.say('reading histograms');
    try {
      const profiles = given.has('no-profile')
        ? {}
        : { [result.suite_name]: await profileColumns(sourceOf(given.words, csvOptionsOf(given))) };
      const { index } = await writeDataDocs({ folder, results: [result], profiles });
      terminal.out(`${index}\n`);
    } finally {
      progress.end();
    }
    return exitCodeOf(result, failOn);
  },
};
