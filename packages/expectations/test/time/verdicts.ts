import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { profile, profileColumns, suite, summarise, validate } from '../../src/index.ts';
import type { Source } from '../../src/index.ts';
import { untyped } from '../untyped.ts';

/** 00:30 in UTC is another day west of it, and another hour east of it. */
const HALF_PAST = '2020-01-01 00:30:00';
/** In summer time most zones have another offset than in winter. */
const SUMMER = '2020-07-01 23:30:00';

const SQL = `SELECT TIMESTAMP '${HALF_PAST}' AS t, TIMESTAMP_NS '${HALF_PAST}.000500123' AS ns,
  TIMESTAMPTZ '${HALF_PAST}+00' AS z, DATE '2020-01-01' AS d, TIME '00:30:00' AS c
  UNION ALL SELECT TIMESTAMP '${SUMMER}', TIMESTAMP_NS '${SUMMER}', TIMESTAMPTZ '${SUMMER}+00', DATE '2020-07-01', TIME '23:30:00'`;

type Kwargs = Readonly<Record<string, unknown>>;

/** Every way in which a time meets something else. */
const CHECKS: readonly (readonly [type: string, kwargs: Kwargs])[] = ['t', 'ns', 'z', 'd'].flatMap(
  (column) => {
    const bounds = ['2020-01-01', '2020-01-01T00:30:00Z', '2020-07-01 23:30:00', '2020-07-02'];
    return [
      ...bounds.flatMap((bound): [string, Kwargs][] => [
        ['max_to_be_between', { column, max_value: bound }],
        ['min_to_be_between', { column, min_value: bound }],
        ['values_to_be_between', { column, max_value: bound, strict_max: true }],
        ['values_to_be_in_set', { column, value_set: [bound] }],
        ['distinct_values_to_contain_set', { column, value_set: [bound] }],
        ['most_common_value_to_be_in_set', { column, value_set: [bound], ties_okay: true }],
        ['values_to_not_be_null', { column, row_condition: `${column} > "${bound}"` }],
        ['values_to_not_be_null', { column, row_condition: `${column} == "${bound}"` }],
      ]),
      ['values_to_be_between', { column, min_value: { $PARAMETER: 'datetime(2020, 1, 1, 1)' } }],
      ['values_to_be_between', { column, max_value: { $PARAMETER: 'now() - timedelta(hours=1)' } }],
      ['values_to_match_regex', { column, regex: '^2020-01-01( 00:30)?' }],
      ['value_lengths_to_be_between', { column, max_value: 19 }],
      ['values_to_be_increasing', { column }],
    ] as [string, Kwargs][];
  },
);

function suiteOf(checks: readonly (readonly [string, Kwargs])[]) {
  return {
    name: 'times',
    expectations: [
      ...checks.map(([type, kwargs]) => ({ type: `expect_column_${type}`, kwargs })),
      ...[
        ['t', 'z'],
        ['t', 'd'],
        ['ns', 'd'],
      ].map(([a, b]) => ({
        type: 'expect_column_pair_values_to_be_equal',
        kwargs: { column_A: a, column_B: b },
      })),
      {
        type: 'unexpected_rows_expectation',
        kwargs: { unexpected_rows_query: `SELECT * FROM {batch} WHERE z > '2020-01-01 00:45:00'` },
      },
    ],
  };
}

const now = () => new Date('2020-07-02T00:00:00Z');

async function verdicts(source: Source, given: unknown) {
  const { results } = await validate({
    source,
    suite: untyped(given),
    resultFormat: 'COMPLETE',
    now,
  });
  return results.map(({ success, result, exception_info: info }) => ({
    success,
    result,
    error: info.exception_message,
  }));
}

/** What the library says of times, told to a parent process: the same in every zone. */
async function tell(): Promise<unknown> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`SET TimeZone = 'UTC'`);
  const folder = mkdtempSync(join(tmpdir(), 'times-'));
  const [parquet, csv] = [join(folder, 't.parquet'), join(folder, 't.csv')];
  try {
    await connection.run(`COPY (${SQL}) TO '${parquet}' (FORMAT parquet)`);
    await connection.run(`COPY (${SQL}) TO '${csv}' (FORMAT csv, HEADER)`);
    await connection.run(`SET TimeZone = 'Asia/Tokyo'`);
    const dates = [new Date('2020-01-01T00:30:00Z'), new Date('2020-07-01T23:30:00Z')];
    const rows = dates.map((t) => ({ t, ns: t, z: t, d: t }));
    const typed = { t: 'TIMESTAMP', ns: 'TIMESTAMP_NS', z: 'TIMESTAMPTZ', d: 'DATE' };
    const given = suiteOf(CHECKS);
    const fluent = suite('dates');
    fluent.column('t').valuesToBeBetween({ minValue: dates[0] ?? null, strictMin: true });
    fluent.column('t').maxToBeBetween({ maxValue: dates[1] ?? null });
    fluent.column('t').valuesToBeInSet({ valueSet: dates });
    return {
      parquet: await verdicts({ parquet }, given),
      csv: await verdicts({ csv }, given),
      relation: await verdicts({ relation: `'${parquet}'`, connection }, given),
      zoneAfter: (await connection.runAndReadAll(`SELECT current_setting('TimeZone')`)).getRows(),
      rows: await verdicts({ rows }, given),
      typed: await verdicts({ rows, types: typed }, given),
      fluent: await verdicts({ rows }, fluent),
      profile: (await profile({ parquet })).reasons,
      columns: await profileColumns({ parquet }),
      summary: await summarise({ parquet }),
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true });
  }
}

process.stdout.write(JSON.stringify(await tell()));
