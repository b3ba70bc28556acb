import { kwargsWithTimes } from '../../epoch-times.ts';
import { cutShort } from '../../shown.ts';
import { shownPercent } from '../html/shown-value.ts';
import type { ExpectationConfig } from '../../suite/suite.ts';
import { AGGREGATE_SENTENCES } from './aggregate-sentences.ts';
import { COLUMN_SENTENCES } from './column-sentences.ts';
import { DRIFT_SENTENCES } from './drift-sentences.ts';
import { TABLE_SENTENCES } from './table-sentences.ts';
import { entriesOf, name, textOf, value, words } from './words.ts';
import type { Kwargs, SentenceMaker, Words } from './words.ts';

/** GX's name for an expectation that takes a query; it lacks the usual prefix. */
const ROWS_BY_QUERY = 'unexpected_rows_expectation';

const SENTENCES: ReadonlyMap<string, SentenceMaker> = new Map([
  ...Object.entries({ ...COLUMN_SENTENCES, ...AGGREGATE_SENTENCES, ...DRIFT_SENTENCES }).map(
    ([type, make]) => [`expect_column_${type}`, make] as const,
  ),
  ...Object.entries(TABLE_SENTENCES).map(([type, make]) => [`expect_${type}`, make] as const),
  [
    ROWS_BY_QUERY,
    ({ unexpected_rows_query: query }: Kwargs) => words`The query ${value(query)} finds no row`,
  ] as const,
]);

/** Kwargs that say where and how often, not what; the sentence ends with them. */
const SETTINGS = [
  'column',
  'mostly',
  'mostly_counts_nulls',
  'row_condition',
  'condition_parser',
  'result_format',
  'catch_exceptions',
  'include_config',
  'batch_id',
  'meta',
];

/** A type that we have no sentence for: its name as words, and its kwargs. */
function unknownWords({ type, kwargs }: ExpectationConfig): Words {
  const title = cutShort(type)
    .replace(/^expect_/, '')
    .replaceAll('_', ' ');
  const given = Object.entries(kwargs).filter(([key]) => !SETTINGS.includes(key));
  const shown = given.flatMap(([key, held], at) => [
    `${at === 0 ? '' : ', '}${cutShort(key)} `,
    value(held),
  ]);
  const start = title.charAt(0).toUpperCase() + title.slice(1);
  return shown.length === 0 ? [start] : [`${start}: `, ...shown];
}

function mostlyWords(mostly: unknown): Words {
  if (mostly === null || mostly === undefined || mostly === 1) return [];
  const share = typeof mostly === 'number' ? shownPercent(mostly * 100) : value(mostly);
  return words` in at least ${share} of cases`;
}

function conditionWords(condition: unknown): Words {
  if (condition === null || condition === undefined) return [];
  return words`, only where ${typeof condition === 'string' ? name(condition) : value(condition)}`;
}

/** What an expectation asks for, in words, without the column that it is about. */
export function sentenceOf(config: ExpectationConfig): Words {
  const { mostly, row_condition: condition } = config.kwargs;
  const sentence = SENTENCES.get(config.type)?.(kwargsWithTimes(config)) ?? unknownWords(config);
  return [...sentence, ...mostlyWords(mostly), ...conditionWords(condition), '.'];
}

/** The columns that an expectation names, in the order of its kwargs. */
export function columnsOf({ kwargs }: ExpectationConfig): readonly string[] {
  const { column, column_A: a, column_B: b, column_list: list } = kwargs;
  return [column, a, b, ...entriesOf(list)].filter((each) => typeof each === 'string');
}

/**
 * One expectation in plain words, such as `price: Values are between 0 and 100 in at least 95% of cases.`
 * A type of your own is told by its name and kwargs, or by the `description` in its config.
 */
export function describeExpectation(config: ExpectationConfig): string {
  const { column } = config.kwargs;
  const sentence = config.description ?? textOf(sentenceOf(config));
  return typeof column === 'string' ? `${textOf([name(column)])}: ${sentence}` : sentence;
}
