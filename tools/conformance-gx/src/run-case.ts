import { InvalidSuiteError, validate } from '@lf/expectations';
import type { ExpectationResult } from '@lf/expectations';
import { isObject } from './case-file.ts';
import type { Case } from './case-file.ts';
import { difference } from './compare.ts';

/** DuckDB's types for the pandas dtypes of the cases; a dtype that is not here keeps the values' own. */
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^(int|int64|Int64Dtype)$/, 'BIGINT'],
  [/^(float|float64)$/, 'DOUBLE'],
  [/^str$/, 'VARCHAR'],
  [/^bool$/, 'BOOLEAN'],
  [/^datetime/, 'TIMESTAMP'],
  [/^timestamp$/, 'TIMESTAMPTZ'],
];

const INDEX = 'pk_index';

function typesOf({ schema, columns }: Case): Readonly<Record<string, string>> {
  const known = Object.entries(schema).flatMap(([name, dtype]) => {
    const type = TYPES.find(([pattern]) => pattern.test(dtype))?.[1];
    return type === undefined || !Object.hasOwn(columns, name) ? [] : [[name, type] as const];
  });
  return Object.fromEntries(known);
}

/** Dates as texts that pandas reads but ISO 8601 does not know (Jan 01 1970 12:00:01), in UTC. */
function columnsOf({ columns, schema }: Case): Case['columns'] {
  const entries = Object.entries(columns).map(([name, values]) => {
    if (schema[name]?.startsWith('datetime') !== true) return [name, values] as const;
    const dates = values.map((value) => {
      const isOtherDate = typeof value === 'string' && /^[A-Z]/.test(value);
      return isOtherDate ? new Date(`${value} UTC`).toISOString() : value;
    });
    return [name, dates] as const;
  });
  return Object.fromEntries(entries);
}

function withIndex(columns: Case['columns']): Case['columns'] {
  const rows = Math.max(0, ...Object.values(columns).map(({ length }) => length));
  return { ...columns, [INDEX]: Array.from({ length: rows }, (_, row) => row) };
}

async function resultOf(each: Case): Promise<ExpectationResult> {
  const { result: wanted } = each.out;
  const hasIndex =
    'unexpected_index_list' in each.out || (isObject(wanted) && 'unexpected_index_list' in wanted);
  const config = { type: each.expectation, kwargs: each.kwargs };
  try {
    const { results } = await validate({
      source: {
        columns: hasIndex ? withIndex(columnsOf(each)) : columnsOf(each),
        types: typesOf(each),
      },
      tables: Object.fromEntries(
        Object.entries(each.tables).map(([name, columns]) => [name, { columns }]),
      ),
      suite: { name: each.title, expectations: [config] },
      resultFormat: {
        result_format: 'COMPLETE',
        ...(hasIndex && { unexpected_index_column_names: [INDEX] }),
      },
    });
    const [result] = results;
    if (result === undefined) throw new Error('a suite of one expectation has one result');
    return result;
  } catch (error) {
    if (!(error instanceof InvalidSuiteError)) throw error;
    return {
      success: false,
      expectation_config: config,
      result: {},
      meta: {},
      exception_info: {
        raised_exception: true,
        exception_message: error.message,
        exception_traceback: error.stack ?? error.message,
      },
    };
  }
}

/** Why a case fails, or null where it passes. */
export async function runCase(each: Case): Promise<string | null> {
  try {
    return difference(await resultOf(each), each);
  } catch (error) {
    return `threw: ${error instanceof Error ? error.message : String(error)}`;
  }
}
