import type { BoundExpectation } from '../declare/expectation.ts';
import { isoMoment, withMoments } from './older-dates.ts';
import { shown } from '../shown.ts';

type Kwargs = Readonly<Record<string, unknown>>;

/**
 * Kwargs that suites carry and that say nothing about the data: settings of a run (0.13 to 1.x), where a
 * suite is kept (ge_cloud_id), how 0.13 showed dates, and how GX Cloud reckons a parameter (windows).
 */
const SETTINGS = [
  'include_config',
  'catch_exceptions',
  'batch_id',
  'table',
  'meta',
  'ge_cloud_id',
  'output_strftime_format',
  'profiler_config',
  'windows',
];

/** The expectations of 0.13 that read texts as dates where they are told to. */
const READ_DATES = new Set([
  ...[
    'be_between',
    'be_in_set',
    'not_be_in_set',
    'be_increasing',
    'be_decreasing',
    'be_unique',
  ].map((name) => `expect_column_values_to_${name}`),
  ...['be_in_set', 'contain_set', 'equal_set'].map(
    (name) => `expect_column_distinct_values_to_${name}`,
  ),
  'expect_column_max_to_be_between',
  'expect_column_min_to_be_between',
  'expect_column_pair_values_a_to_be_greater_than_b',
  // It took the kwarg and did nothing with it: a length is that of the text
  'expect_column_value_lengths_to_equal',
]);

/** Kwargs that hold dates, where texts are read as dates. */
const DATED = ['min_value', 'max_value', 'value_set'];

/** Kwargs that name columns. */
const COLUMNS = ['column', 'column_A', 'column_B'];

/** Kwargs of today, what the older ones ask for, and what is wrong with them. */
export interface OlderKwargs {
  readonly kwargs: Kwargs;
  readonly problems: readonly string[];
  /** Makes the expectation do what the older kwargs ask for. */
  readonly adapt: (bound: BoundExpectation) => BoundExpectation;
}

const asItIs = (bound: BoundExpectation) => bound;

function asMoment(value: unknown, name: string, problems: string[]): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => asMoment(each, name, problems));
  if (typeof value !== 'string') return value;
  const iso = isoMoment(value);
  if (iso !== null) return iso;
  problems.push(
    `${name} ${shown(value)} does not read as a date, which parse_strings_as_datetimes asks for; write it as 2026-01-31`,
  );
  return value;
}

function isUnset(value: unknown): boolean {
  return value === null || value === undefined || value === false;
}

function readsDates(type: string, kwargs: Kwargs, problems: string[]): OlderKwargs['adapt'] {
  if (!READ_DATES.has(type)) {
    problems.push('parse_strings_as_datetimes is not one of its kwargs');
    return asItIs;
  }
  if (type === 'expect_column_value_lengths_to_equal') return asItIs;
  const names = COLUMNS.map((name) => kwargs[name]).filter((name) => typeof name === 'string');
  return (bound) => (context) => bound({ ...context, table: withMoments(context.table, names) });
}

/**
 * Reads the kwargs of 0.13 to 1.x that today's expectations do not have. What has no bearing on the
 * verdict, or is unset, goes; what has none that we know is a problem.
 */
export function readOlderKwargs(type: string, given: Kwargs): OlderKwargs {
  const {
    parse_strings_as_datetimes: parses,
    allow_cross_type_comparisons: crosses,
    auto,
    ...rest
  } = given;
  const problems: string[] = [];
  let kwargs: Kwargs = Object.fromEntries(
    Object.entries(rest).filter(([name]) => !SETTINGS.includes(name)),
  );
  let adapt: OlderKwargs['adapt'] = asItIs;
  if (!isUnset(parses)) {
    if (parses !== true) problems.push('parse_strings_as_datetimes must be a boolean');
    else {
      adapt = readsDates(type, kwargs, problems);
      kwargs = Object.fromEntries(
        Object.entries(kwargs).map(([name, value]) => [
          name,
          DATED.includes(name) ? asMoment(value, name, problems) : value,
        ]),
      );
    }
  }
  if (!isUnset(auto)) {
    problems.push(
      "auto asks GX's profiler for the bounds, and it is not here: give the bounds and leave auto out, or let profile() propose a suite",
    );
  }
  if (!isUnset(crosses)) {
    if (type === 'expect_column_values_to_be_between') {
      kwargs = { ...kwargs, allow_cross_type_comparisons: crosses };
    } else {
      problems.push(
        'allow_cross_type_comparisons is known to expect_column_values_to_be_between only',
      );
    }
  }
  return { kwargs, problems, adapt };
}
