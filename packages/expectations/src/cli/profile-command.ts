import { exactJson } from '../exact/json.ts';
import { PROFILE_DEFAULTS } from '../profile/options.ts';
import { profile } from '../profile/profile.ts';
import type { Proposal } from '../profile/proposal.ts';
import { chosen, namesGiven, numberGiven, sourceOf } from './arguments.ts';
import type { Command } from './command.ts';
import { CSV_FLAGS, csvOptionsOf } from './csv-flags.ts';
import { deliver } from './files.ts';
import { EXIT, progressLine } from './terminal.ts';

const DOING = {
  survey: 'surveying columns',
  values: 'reading value sets',
  keys: 'looking for keys',
} as const;

/** What is proposed, line by line, for people. */
function reasonsTable(reasons: readonly Proposal[]): string {
  const rows = reasons.map(({ column, type, severity, tightness, reason }) => [
    column ?? '(table)',
    type,
    severity,
    tightness.toFixed(2),
    reason,
  ]);
  const header = ['column', 'expectation', 'severity', 'tightness', 'reason'];
  const widths = header.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)),
  );
  return [header, widths.map((width) => '-'.repeat(width)), ...rows]
    .map((cells) =>
      cells
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const isShare = (value: number) => value >= 0 && Number.isFinite(value);
const isPart = (value: number) => value >= 0 && value <= 1;
const isCount = (value: number) => Number.isSafeInteger(value) && value >= 0;

/** `profile`: data to a suite. */
export const profileCommand: Command = {
  takes: '<data.parquet | data.csv[.gz] | data.jsonl[.gz]>... [options]',
  meaning:
    'Proposes a suite that the data passes, each expectation with its reason and tightness in `meta`.',
  options: {
    output: {
      value: 'file',
      meaning: 'file for the suite; the terminal then shows the reasons',
    },
    format: { value: 'json|table', meaning: 'without --output: the suite, or its reasons (json)' },
    name: { value: 'name', meaning: `the name of the suite (${PROFILE_DEFAULTS.name})` },
    margin: {
      value: 'share',
      meaning: `how far ranges extend beyond the observed range, as a share of its width (${PROFILE_DEFAULTS.marginRatio})`,
    },
    'row-count-margin': {
      value: 'share',
      meaning: `how far the number of rows may differ from the observed number, as a share (${PROFILE_DEFAULTS.rowCountRatio})`,
    },
    'max-set-size': {
      value: 'count',
      meaning: `largest number of values in a value set (${PROFILE_DEFAULTS.maxSetSize})`,
    },
    exclude: {
      value: 'names',
      meaning: 'columns to leave out, separated by commas',
      isRepeatable: true,
    },
    ...CSV_FLAGS,
  },
  run: async (given, terminal) => {
    const format = chosen(given, 'format', ['json', 'table'], 'json');
    const source = sourceOf(given.words, csvOptionsOf(given));
    const settings = {
      name: given.one('name') ?? PROFILE_DEFAULTS.name,
      marginRatio:
        numberGiven(given, 'margin', isShare, 'a number from 0') ?? PROFILE_DEFAULTS.marginRatio,
      rowCountRatio:
        numberGiven(given, 'row-count-margin', isPart, 'a number from 0 to 1') ??
        PROFILE_DEFAULTS.rowCountRatio,
      maxSetSize:
        numberGiven(given, 'max-set-size', isCount, 'a whole number from 0') ??
        PROFILE_DEFAULTS.maxSetSize,
      exclude: namesGiven(given, 'exclude'),
    };
    const progress = progressLine(terminal);
    const found = await profile(source, {
      ...settings,
      onProgress: ({ phase, done, total }) => progress.say(`${DOING[phase]}: ${done} of ${total}`),
    }).finally(() => progress.end());
    const path = given.one('output');
    const suite = exactJson(found.suite, 2);
    if (path !== undefined) await deliver(suite, path, terminal);
    const showsSuite = path === undefined && format === 'json';
    await deliver(showsSuite ? suite : reasonsTable(found.reasons), undefined, terminal);
    return EXIT.holds;
  },
};
