import { EpochTime, withTimes } from '../epoch-times.ts';
import type { Proposal } from './proposal.ts';
import { mostlyOf, widened } from './outward.ts';
import type { ProfileOptions } from './options.ts';
import type { ColumnSurvey } from './survey.ts';
import type { ValueCount } from './survey-values.ts';

/** Lowest share of texts that must fit a shape before it is proposed with `mostly`. */
const SHAPE_RATIO = 0.95;

/** The tightness of a range that is open at one end: half of the line. */
const OPEN_TIGHTNESS = 0.5;

const DAY_MS = 86_400_000;

/** The years that JavaScript and SQL write alike: those of four digits. */
const FIRST_MS = Date.parse('0001-01-01');
const LAST_MS = Date.parse('9999-12-31');

/** Digits of a fraction in a reason. */
const SHOWN_DIGITS = 6;

const shown = (value: number) =>
  Number.isSafeInteger(value) ? value : Number(value.toPrecision(SHOWN_DIGITS));

/** A value of a column in a reason. */
function valueText(value: number, column: string): string {
  const told = withTimes(value, column);
  return told instanceof EpochTime ? told.text : String(shown(value));
}

const amount = (count: number) => count.toLocaleString('en-US');

/** Digits that a decimal may have before a double rounds it. */
const EXACT_DIGITS = 15;

export function proposeSet(
  { column, present }: ColumnSurvey,
  counts: readonly ValueCount[],
): Proposal {
  const rarest = Math.min(...counts.map(({ count }) => count));
  return {
    type: 'expect_column_values_to_be_in_set',
    column: column.name,
    kwargs: { value_set: counts.map(({ value }) => value) },
    severity: 'critical',
    reason:
      counts.length === 1
        ? `all ${amount(present)} values are the same`
        : `${amount(present)} values are ${counts.length} different ones; the rarest occurs ${amount(rarest)} time(s)`,
    tightness: 1,
  };
}

export function proposeBoolean({ column, present, trues }: ColumnSurvey): Proposal | null {
  if (trues === null || present === 0 || (trues > 0 && trues < present)) return null;
  return {
    type: 'expect_column_values_to_be_in_set',
    column: column.name,
    kwargs: { value_set: [trues > 0] },
    severity: 'warning',
    reason: `all ${amount(present)} values are ${String(trues > 0)}`,
    tightness: 1,
  };
}

/** Doubles may round long decimals and integers past 2^53: their ends move out by one part in 2^50. */
function loosened(value: number, direction: -1 | 1): number {
  return value + direction * Math.abs(value) * 2 ** -50;
}

function isRounded({ column, low, high }: ColumnSurvey): boolean {
  if (column.kind === 'decimal') {
    const [, digits] = /^DECIMAL\((\d+)/.exec(column.type) ?? [];
    return Number(digits ?? Infinity) > EXACT_DIGITS;
  }
  return column.kind === 'integer' && ![low, high].every(Number.isSafeInteger);
}

function proposeNumbers(
  survey: ColumnSurvey,
  isKey: boolean,
  marginRatio: number,
): Proposal | null {
  const { column, low, high } = survey;
  if (low === null || high === null) return null;
  if (!Number.isFinite(low) && (isKey || !Number.isFinite(high))) return null;
  const isWhole = column.kind === 'integer';
  const range =
    Number.isFinite(low) && Number.isFinite(high)
      ? widened(low, high, marginRatio, isWhole ? 1 : undefined)
      : { min: low, max: high, tightness: OPEN_TIGHTNESS };
  const shift = isRounded(survey);
  const [min, max] = shift
    ? [loosened(range.min, -1), loosened(range.max, 1)]
    : [range.min, range.max];
  return {
    type: 'expect_column_values_to_be_between',
    column: column.name,
    kwargs: {
      ...(Number.isFinite(min) && { min_value: min }),
      ...(!isKey && Number.isFinite(max) && { max_value: max }),
    },
    severity: 'warning',
    reason: `the values reach from ${valueText(low, column.name)} to ${valueText(high, column.name)}`,
    tightness: isKey ? OPEN_TIGHTNESS : range.tightness,
  };
}

function timeText(ms: number, type: string): string {
  const iso = new Date(ms).toISOString();
  if (type === 'DATE') return iso.slice(0, 'YYYY-MM-DD'.length);
  return `${iso.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)}${type.includes('TIME ZONE') ? '+00:00' : ''}`;
}

function proposeTimes({ column, low, high }: ColumnSurvey, marginRatio: number): Proposal | null {
  if (low === null || high === null || low < FIRST_MS || high > LAST_MS) return null;
  const unit = column.type === 'DATE' ? DAY_MS : 1000;
  const margin = (high - low) * marginRatio;
  // The survey cuts microseconds off towards 1970: one ms back before it, one unit on after it.
  const cut = unit === 1000 && low <= 0 ? 1 : 0;
  const min = Math.max(FIRST_MS, Math.floor((low - margin - cut) / unit) * unit);
  const max = Math.min(
    LAST_MS,
    (Math.floor((high + margin) / unit) + Number(unit === 1000)) * unit,
  );
  if (min > low || max < high) return null;
  return {
    type: 'expect_column_values_to_be_between',
    column: column.name,
    kwargs: { min_value: timeText(min, column.type), max_value: timeText(max, column.type) },
    severity: 'warning',
    reason: `the values reach from ${timeText(low, column.type)} to ${timeText(high, column.type)}`,
    tightness: max === min ? 1 : (high - low) / (max - min),
  };
}

/** A range for numbers, dates and times; numbers that are keys go on, so only their least is kept. */
export function proposeRange(
  survey: ColumnSurvey,
  isKey: boolean,
  { marginRatio }: ProfileOptions,
): Proposal | null {
  const isTime = survey.column.kind === 'date' || survey.column.kind === 'timestamp';
  return isTime ? proposeTimes(survey, marginRatio) : proposeNumbers(survey, isKey, marginRatio);
}

/** The first shape that fits (nearly) all texts; the texts of other columns have a range of lengths. */
export function proposeText(
  survey: ColumnSurvey,
  { marginRatio }: ProfileOptions,
): readonly Proposal[] {
  const { column, present, shapes } = survey;
  const fitting = shapes
    .map((each) => ({ ...each, mostly: mostlyOf(each.fitting, present) }))
    .find(({ mostly }) => mostly >= SHAPE_RATIO);
  const proposals: Proposal[] = [];
  if (fitting !== undefined) {
    const { shape, mostly } = fitting;
    proposals.push({
      type: 'expect_column_values_to_match_regex',
      column: column.name,
      kwargs: { regex: shape.regex, ...(mostly < 1 && { mostly }) },
      severity: 'critical',
      reason: `${amount(fitting.fitting)} of ${amount(present)} texts are ${shape.name}`,
      tightness: mostly / (fitting.fitting / present),
    });
    if (shape.fixesLength && mostly === 1) return proposals;
  }
  return [...proposals, ...proposeLengths(survey, marginRatio)];
}

function proposeLengths(
  { column, shortest, longest }: ColumnSurvey,
  marginRatio: number,
): Proposal[] {
  if (shortest === null || longest === null) return [];
  const base = { column: column.name, severity: 'warning' } as const;
  if (shortest === longest) {
    return [
      {
        ...base,
        type: 'expect_column_value_lengths_to_equal',
        kwargs: { value: shortest },
        reason: `every text has ${amount(shortest)} character(s)`,
        tightness: 1,
      },
    ];
  }
  const { max } = widened(shortest, longest, marginRatio, 1);
  // A margin below one character says nothing; what was never empty stays so.
  const min = Math.max(Math.min(1, shortest), widened(shortest, longest, marginRatio, 1).min);
  return [
    {
      ...base,
      type: 'expect_column_value_lengths_to_be_between',
      kwargs: { min_value: min, max_value: max },
      reason: `the texts have ${amount(shortest)} to ${amount(longest)} characters`,
      tightness: (longest - shortest) / (max - min),
    },
  ];
}
