import type { Proposal } from './proposal.ts';
import { mostlyOf } from './outward.ts';
import type { ProfileOptions } from './options.ts';
import { proposeBoolean, proposeRange, proposeSet, proposeText } from './propose-values.ts';
import type { ColumnSurvey } from './survey.ts';
import type { ValueCount } from './survey-values.ts';

const amount = (count: number) => count.toLocaleString('en-US');

/** Nothing is said of a column of which next to nothing is there. */
const LEAST_MOSTLY = 0.05;

function proposeNullness({ column, present }: ColumnSurvey, rows: number): Proposal | null {
  const missing = rows - present;
  if (present === 0) {
    return {
      type: 'expect_column_values_to_be_null',
      column: column.name,
      kwargs: {},
      severity: 'info',
      reason: `all ${amount(rows)} values are missing`,
      tightness: 1,
    };
  }
  const mostly = mostlyOf(present, rows);
  if (mostly < LEAST_MOSTLY) return null;
  return {
    type: 'expect_column_values_to_not_be_null',
    column: column.name,
    kwargs: mostly === 1 ? {} : { mostly },
    severity: 'critical',
    reason: `${missing === 0 ? 'none' : amount(missing)} of ${amount(rows)} values ${missing === 1 || missing === 0 ? 'is' : 'are'} missing`,
    tightness: mostly / (present / rows),
  };
}

/** Without its parameters: DECIMAL(18,3) is a DECIMAL, an ENUM of some values a VARCHAR. */
function typeName(type: string): string {
  return type.startsWith('ENUM') ? 'VARCHAR' : type.replace(/\(.*\)$/, '');
}

function proposeType({ column, present }: ColumnSurvey): Proposal | null {
  // The type of a column of nulls is what the reader made up; mixed columns have none.
  if (present === 0 || column.kind === 'mixed') return null;
  return {
    type: 'expect_column_values_to_be_of_type',
    column: column.name,
    kwargs: { type_: typeName(column.type) },
    severity: 'critical',
    reason: `the column was read as ${column.type}`,
    tightness: 1,
  };
}

function proposeKey({ column, present }: ColumnSurvey): Proposal {
  return {
    type: 'expect_column_values_to_be_unique',
    column: column.name,
    kwargs: {},
    severity: 'critical',
    reason: `${amount(present)} values are all different`,
    tightness: 1,
  };
}

/** What the data found out about a column besides its survey. */
export interface Findings {
  readonly rows: number;
  readonly values: ReadonlyMap<string, readonly ValueCount[]>;
  readonly keys: ReadonlySet<string>;
}

function proposeValues(
  survey: ColumnSurvey,
  { values, keys }: Findings,
  options: ProfileOptions,
): readonly (Proposal | null)[] {
  const set = values.get(survey.column.name);
  if (set !== undefined) return [proposeSet(survey, set)];
  if (survey.column.kind === 'boolean') return [proposeBoolean(survey)];
  return survey.column.kind === 'text'
    ? proposeText(survey, options)
    : [proposeRange(survey, keys.has(survey.column.name), options)];
}

/** Everything that is proposed of one column, the most basic first. */
export function proposeColumn(
  survey: ColumnSurvey,
  findings: Findings,
  options: ProfileOptions,
): readonly Proposal[] {
  if (findings.rows === 0) return [];
  const isKey = findings.keys.has(survey.column.name);
  return [
    proposeType(survey),
    proposeNullness(survey, findings.rows),
    isKey ? proposeKey(survey) : null,
    ...(survey.present === 0 ? [] : proposeValues(survey, findings, options)),
  ].filter((proposal) => proposal !== null);
}
