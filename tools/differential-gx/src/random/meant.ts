import { exactJson } from '../exact-json.ts';
import type { DrawnColumn } from './columns.ts';
import type { Checked } from './checked.ts';

/** A checked case before anyone asked whether its difference is meant. */
type Found = Omit<Checked, 'known'>;

/** A place where we mean to differ from great_expectations. */
interface Meant {
  readonly why: string;
  readonly applies: (found: Found) => boolean;
}

/** GX raises with such a message, and we do not. */
const raises = (message: RegExp) => (found: Found) =>
  found.theirs.raised && !found.ours.raised && message.test(found.theirs.message);

/** The columns that the kwargs name, without those of the row condition. */
function columnsOf({ each: { kwargs }, table }: Found): readonly DrawnColumn[] {
  const named = [kwargs['column'], kwargs['column_A'], kwargs['column_B'], kwargs['column_list']];
  const names = named.flat();
  return table.columns.filter(({ name }) => names.includes(name));
}

const isText = (value: unknown) => typeof value === 'string';

const bounds = ({ each: { kwargs } }: Found) => [kwargs['min_value'], kwargs['max_value']];

const givens = ({ values }: DrawnColumn) =>
  values.filter((value) => value !== null).map(({ given }) => given);

const holdsLarge = (column: DrawnColumn) =>
  givens(column).some((given) => typeof given === 'bigint');

const isMissing = (column: DrawnColumn, row: number) => {
  const value = column.values[row] ?? null;
  return value === null || value.sql === 'NaN';
};

const holdsInfinity = ({ values }: DrawnColumn) =>
  values.some((value) => value !== null && /^-?Infinity$/.test(value.sql));

const holdsNothing = (column: DrawnColumn) =>
  column.values.every((_, row) => isMissing(column, row));

/** What pandas holds with its NA: comparisons with it are neither true nor false. */
const isNullable = (column: DrawnColumn) =>
  (holdsLarge(column) || column.kind === 'boolean') &&
  column.values.some((_, row) => isMissing(column, row));

/** A moment in a kwarg that has more than six digits behind the second. */
const isFinerThanMicros = (given: unknown) =>
  [given].flat().some((each) => typeof each === 'string' && /\.\d{7,9}$/.test(each));

/** Whether the standard deviation decides. */
const measuresSpread = ({ each: { type, kwargs } }: Found) =>
  /stdev|z_scores/.test(type) || (/outliers$/.test(type) && kwargs['method'] === 'std');

const isOfType = ({ each }: Found) => /_of_type$|_type_list$/.test(each.type);

/** No row is left to look at: pandas never meets a value of the wrong type. */
function seesNoValue(found: Found): boolean {
  const {
    element_count: rows,
    missing_count: missing,
    observed_value: observed,
  } = found.theirs.result;
  return (
    columnsOf(found).some(holdsNothing) ||
    found.table.rows === 0 ||
    rows === 0 ||
    (rows !== undefined && rows === missing) ||
    ('observed_value' in found.theirs.result && observed === null) ||
    'row_condition' in found.each.kwargs
  );
}

const isClose = (a: unknown, b: unknown) =>
  typeof a === 'number' &&
  typeof b === 'number' &&
  Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));

const MEANT: readonly Meant[] = [
  {
    why: 'an empty value_set is a set: no value is in it',
    applies: raises(/value_set must be a non-empty set-like object/),
  },
  {
    why: 'a text that is no JSON does not match the schema: that row fails, not the expectation',
    applies: (found) =>
      found.each.type === 'expect_column_values_to_match_json_schema' &&
      raises(/\(char \d+\)$/)(found),
  },
  {
    why: 'texts have an order, as in GX 0.13: newer GX reads no text as a bound',
    applies: (found) =>
      columnsOf(found)[0]?.kind === 'text' &&
      bounds(found).some(isText) &&
      raises(
        /value is not a valid float|values cannot be empty strings|must either be None or of the same type|not supported between instances of|Unknown string format|does not contain a date/,
      )(found),
  },
  {
    why: 'a range without ends holds every text; GX compares it with infinity',
    applies: (found) =>
      columnsOf(found)[0]?.kind === 'text' &&
      bounds(found).every((end) => end === undefined) &&
      raises(/not supported between instances of/)(found),
  },
  {
    why: 'the type of the column decides, even where there is no value of it',
    applies: (found) =>
      found.ours.raised &&
      !found.theirs.raised &&
      /has no sum|neither is greater|must be of the same type|must be of type string|needs numeric values/.test(
        found.ours.message,
      ) &&
      seesNoValue(found),
  },
  {
    why: "pandas' NA is neither true nor false: GX fails, to us it is a missing value",
    applies: raises(/boolean value of NA is ambiguous/),
  },
  {
    why: 'GX cannot write its own result',
    applies: raises(/Invalid result values were found|is not JSON serializable/),
  },
  {
    why: 'a type goes by all of its names: of pandas, Spark and SQL, of any width',
    applies: (found) =>
      isOfType(found) &&
      found.ours.success &&
      !found.theirs.success &&
      !found.theirs.raised &&
      found.difference?.startsWith('success') === true,
  },
  {
    why: 'a type that nobody knows is not the type of the column; GX raises',
    applies: (found) =>
      isOfType(found) && raises(/(Unrecognized|No recognized) numpy\/python type/)(found),
  },
  {
    why: 'object names a column of texts, which we judge by its type and GX row by row',
    applies: (found) =>
      isOfType(found) &&
      columnsOf(found)[0]?.kind === 'text' &&
      /"object"/.test(JSON.stringify([found.each.kwargs['type_'], found.each.kwargs['type_list']])),
  },
  {
    why: "integers are exact: GX's sums and differences wrap at 2^63",
    applies: (found) =>
      columnsOf(found).some(holdsLarge) &&
      /sum_to_|_(increasing|decreasing|outliers)$/.test(found.each.type) &&
      !found.ours.raised,
  },
  {
    why: 'bounds past 2^53 are exact: GX makes doubles of them',
    applies: (found) =>
      columnsOf(found).some(holdsLarge) &&
      /_between$/.test(found.each.type) &&
      bounds(found).some((end) => typeof end === 'bigint' || Math.abs(Number(end)) >= 2 ** 53) &&
      !found.ours.raised &&
      !found.theirs.raised,
  },
  {
    why: 'a quantile between integers past 2^53 is exact: GX makes a double of it',
    applies: (found) =>
      found.each.type === 'expect_column_quantile_values_to_be_between' &&
      columnsOf(found).some(holdsLarge) &&
      !found.ours.raised &&
      !found.theirs.raised,
  },
  {
    why: 'integers past 2^53 are exact beside other columns: GX makes doubles of them beside doubles',
    applies: (found) =>
      /pair_values_to_be_in_set|unique_within_record|multicolumn_values_to_be_equal/.test(
        found.each.type,
      ) &&
      columnsOf(found).some(holdsLarge) &&
      !found.ours.raised &&
      !found.theirs.raised,
  },
  {
    why: 'the spread of integers past 2^53 is lost in the rounding of doubles of their size',
    applies: (found) => {
      const spreads = [found.ours, found.theirs].map(({ result }) =>
        Number(result['observed_value']),
      );
      return (
        /stdev/.test(found.each.type) &&
        columnsOf(found).some(holdsLarge) &&
        spreads.every((spread) => Math.abs(spread) < 1e-9 * 2 ** 63)
      );
    },
  },
  {
    why: 'the spread of numbers whose squares are beyond a double is known; to GX it is infinite',
    applies: (found) =>
      measuresSpread(found) &&
      columnsOf(found).some((column) => givens(column).includes(1e300)) &&
      !found.ours.raised,
  },
  {
    why: 'an infinity is not above or below the same one; GX takes their difference, which is NaN',
    applies: (found) =>
      /_(increasing|decreasing)$/.test(found.each.type) &&
      found.each.kwargs['strictly'] === true &&
      columnsOf(found).some(holdsInfinity) &&
      !found.ours.raised &&
      !found.theirs.raised,
  },
  {
    why: 'integers past 2^53 stay exact beside fractions in a set: GX makes doubles of all',
    applies: (found) => {
      const set = [found.each.kwargs['value_set'] ?? []].flat();
      return (
        columnsOf(found).some(holdsLarge) &&
        set.some((each) => typeof each === 'number' && !Number.isInteger(each)) &&
        !found.ours.raised &&
        !found.theirs.raised
      );
    },
  },
  {
    why: 'between equal infinities there is that infinity; to GX it is no number',
    applies: (found) =>
      found.each.type === 'expect_column_quantile_values_to_be_between' &&
      /linear|midpoint/.test(exactJson(found.each.kwargs['allow_relative_error'])) &&
      columnsOf(found).some(holdsInfinity) &&
      !found.ours.raised,
  },
  {
    why: 'a set holds integers of any size: GX makes doubles of those past 64 bits',
    applies: ({ each: { kwargs }, ours, theirs }) =>
      /(?<!-)9223372036854775808/.test(exactJson(kwargs)) && !ours.raised && !theirs.raised,
  },
  {
    why: 'a column without a value has no greatest and no least; GX takes NaT for one in a range without ends',
    applies: (found) =>
      /_(min|max)_to_be_between$/.test(found.each.type) &&
      found.difference?.startsWith('success: GX true') === true &&
      bounds(found).every((end) => end === undefined) &&
      found.ours.result['observed_value'] === null,
  },
  {
    why: 'moments are exact to the nanosecond: GX cuts bounds and sets to the microsecond',
    applies: ({ each: { type, kwargs }, ours, theirs }) =>
      (/_between$/.test(type)
        ? isFinerThanMicros([kwargs['min_value'], kwargs['max_value']])
        : /values_to_not_be_in_set$|distinct_values_to_/.test(type) &&
          isFinerThanMicros(kwargs['value_set'])) &&
      !ours.raised &&
      !theirs.raised,
  },
  {
    why: "a comparison with a missing value is false, and its negation true; not so with pandas' NA",
    applies: ({ each: { kwargs }, table, ours, theirs }) =>
      /not |~|!=|NOT_IN/.test(exactJson(kwargs['row_condition'] ?? '')) &&
      table.columns.some(
        (column) =>
          isNullable(column) && exactJson(kwargs['row_condition'] ?? '').includes(column.name),
      ) &&
      !ours.raised &&
      !theirs.raised,
  },
  {
    why: 'a row condition leaves pairs out; GX counts pairs of a set among all rows',
    applies: ({ each: { type, kwargs }, ours, theirs }) =>
      type === 'expect_column_pair_values_to_be_in_set' &&
      'row_condition' in kwargs &&
      !ours.raised &&
      !theirs.raised,
  },
  {
    why: 'the statistic is at its bound up to the rounding of sums',
    applies: (found) => {
      const { observed_value: observed } = found.ours.result;
      const { observed_value: wanted = observed } = found.theirs.result;
      return (
        found.difference?.startsWith('success') === true &&
        /_(mean|stdev|sum)_to_be_between$/.test(found.each.type) &&
        isClose(observed, wanted) &&
        bounds(found).some((end) => isClose(end, observed))
      );
    },
  },
  {
    why: 'a moment is one of a set of texts; GX compares no text with the most common moment',
    applies: (found) =>
      found.each.type === 'expect_column_most_common_value_to_be_in_set' &&
      found.difference?.startsWith('success: GX false') === true &&
      columnsOf(found).every(
        ({ kind }) => kind === 'date' || kind === 'timestamp' || kind === 'zoned',
      ),
  },
  {
    why: 'equal values have no spread; the rounding of sums gives them one in GX',
    applies: (found) =>
      measuresSpread(found) &&
      !found.ours.raised &&
      columnsOf(found).every((column) => new Set(givens(column)).size <= 1),
  },
  {
    why: 'a missing value is one, however pandas holds it in columns of different types',
    applies: (found) =>
      /unique_within_record|multicolumn_values_to_be_equal|compound_columns/.test(
        found.each.type,
      ) &&
      !found.ours.raised &&
      new Set(columnsOf(found).map(({ kind }) => kind)).size > 1 &&
      Array.from({ length: found.table.rows }, (_, row) => row).some(
        (row) => columnsOf(found).filter((column) => isMissing(column, row)).length > 1,
      ),
  },
];

/** Why the difference is meant, or null where it is not (or there is none). */
export function whyMeant(found: Found): string | null {
  if (found.difference === null || found.difference.startsWith('the time zone')) return null;
  return MEANT.find(({ applies }) => applies(found))?.why ?? null;
}
