import type { ExpectationConfig } from './suite/suite.ts';

/** A time in milliseconds since 1970 as people read it; results keep the number. */
export class EpochTime {
  readonly text: string;

  constructor(ms: number) {
    const iso = new Date(ms).toISOString();
    this.text = `${iso.replace('T', ' ').replace(/(\.000)?Z$/, '')} UTC`;
  }
}

/** Such as `server_timestamp_epoch_ms` or `timestampMs`: the name says that, and in which unit. A duration is no time. */
const NAMED_EPOCH_MS = /(epoch|time_?stamp).*(ms|millis|milliseconds)$|(^|_)ms_?epoch$/i;

/** As far as a Date reaches, in milliseconds on either side of 1970. */
const REACH_MS = 8.64e15;

/** Whether a column holds milliseconds since 1970, by its name. */
export function isEpochMs(column: unknown): boolean {
  return typeof column === 'string' && NAMED_EPOCH_MS.test(column);
}

/** A value of a column, its numbers as times if the column holds milliseconds since 1970; else as it is. */
export function withTimes(value: unknown, column: unknown): unknown {
  return isEpochMs(column) ? timesIn(value) : value;
}

function timesIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(timesIn);
  if (typeof value !== 'number' && typeof value !== 'bigint') return value;
  const ms = Math.round(Number(value));
  return Math.abs(ms) <= REACH_MS ? new EpochTime(ms) : value;
}

/** Expectations whose bounds, sets and observed values are values of their column: no counts, lengths or deviations. */
const ABOUT_VALUES =
  /^expect_column_(values_to_be_between|values_to_(not_)?be_in_set|(max|min|mean|median)_to_be_between|quantile_values_to_be_between|distinct_values_to_.*_set|most_common_value_to_be_in_set)$/;

/** The kwargs of an expectation, for a sentence. */
export function kwargsWithTimes({ type, kwargs }: ExpectationConfig): ExpectationConfig['kwargs'] {
  const { column, quantile_ranges: ranges } = kwargs;
  if (!ABOUT_VALUES.test(type) || !isEpochMs(column)) return kwargs;
  const told: Record<string, unknown> = { ...kwargs };
  for (const key of ['min_value', 'max_value', 'value_set']) {
    if (key in told) told[key] = timesIn(told[key]);
  }
  if (typeof ranges === 'object' && ranges !== null && 'value_ranges' in ranges) {
    told['quantile_ranges'] = { ...ranges, value_ranges: timesIn(ranges.value_ranges) };
  }
  return told;
}

/** What an expectation observed, for a sentence. */
export function observedWithTimes({ type, kwargs }: ExpectationConfig, observed: unknown): unknown {
  const { column } = kwargs;
  if (!ABOUT_VALUES.test(type) || !isEpochMs(column)) return observed;
  if (typeof observed === 'object' && observed !== null && 'values' in observed) {
    return { ...observed, values: timesIn(observed.values) };
  }
  return timesIn(observed);
}

/** A value that failed: of one column, of a pair, or of several by their names. */
export function failingWithTimes({ kwargs }: ExpectationConfig, value: unknown): unknown {
  const { column, column_A: a, column_B: b } = kwargs;
  if (Array.isArray(value) && column === undefined) {
    const columns = [a, b];
    return value.map((each: unknown, at) => withTimes(each, columns[at]));
  }
  return column === undefined ? rowWithTimes(value) : withTimes(value, column);
}

/** Values by the names of their columns. */
function rowWithTimes(row: unknown): unknown {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return row;
  return Object.fromEntries(
    Object.entries(row).map(([name, held]) => [name, withTimes(held, name)]),
  );
}
