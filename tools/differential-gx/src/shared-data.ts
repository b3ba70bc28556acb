import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { ofColumn, ofColumns, ofTable } from './cases.ts';
import type { Case } from './cases.ts';
import type { Table } from './tables.ts';

/** Recorded shop data beside the repository; it is not part of it. */
const FOLDER = fileURLToPath(new URL('../../../../shared/data', import.meta.url));

/** A recorded table and what is checked on it. */
export interface SharedTable {
  readonly table: Table;
  readonly cases: readonly Case[];
}

const SESSION = 'session_id_hash';
const ACTION = 'product_action';
const SKU = 'product_sku_hash';
const TIME = 'server_timestamp_epoch_ms';
const TEXTS = [SESSION, 'event_type', ACTION, SKU, 'hashed_url'];

/** Quantiles whose ranges hold on no data and on all data in turn. */
const quantiles = (...at: readonly number[]) => ({
  quantile_ranges: {
    quantiles: at,
    value_ranges: at.map((_, each) => (each % 2 === 0 ? [null, null] : [0, 1])),
  },
});

const adds = { row_condition: `${ACTION} == "add"`, condition_parser: 'pandas' };

const EVENTS: readonly Case[] = [
  ...ofColumns('values_to_not_be_null', [...TEXTS, TIME]),
  ...ofColumns('values_to_not_be_null', [ACTION, SKU], { mostly: 0.5 }),
  ...ofColumns('values_to_be_null', ['hashed_url', ACTION]),
  ...ofColumns('values_to_be_unique', [SESSION, SKU, TIME]),
  ...ofColumns('unique_value_count_to_be_between', [...TEXTS, TIME], { min_value: 2 }),
  ...ofColumns('proportion_of_unique_values_to_be_between', [SESSION, SKU, TIME], {
    max_value: 0.25,
  }),
  ...ofColumn(
    'values_to_be_in_set',
    'event_type',
    { value_set: ['pageview', 'event_product'] },
    { value_set: ['pageview'], mostly: 0.3 },
  ),
  ...ofColumn(
    'values_to_be_in_set',
    ACTION,
    { value_set: ['detail', 'add', 'remove', 'purchase'] },
    { value_set: ['detail', 'remove'], mostly: 0.9 },
  ),
  ...ofColumn('values_to_not_be_in_set', ACTION, { value_set: ['purchase', 'remove'] }),
  // Long enough to be a join
  ...ofColumn('values_to_be_in_set', SKU, {
    value_set: Array.from({ length: 500 }, (_, at) => String(4_101_000 + at)),
  }),
  ...ofColumns('most_common_value_to_be_in_set', ['event_type', ACTION], {
    value_set: ['detail', 'event_product'],
  }),
  ...ofColumn(
    'distinct_values_to_be_in_set',
    ACTION,
    { value_set: ['detail', 'add', 'remove', 'purchase'] },
    { value_set: ['detail', 'add'] },
  ),
  ...ofColumn('distinct_values_to_contain_set', ACTION, { value_set: ['add'] }),
  ...ofColumn('values_to_match_regex', SESSION, { regex: '^\\w+$' }, { regex: '_1$', mostly: 0.2 }),
  ...ofColumn('values_to_not_match_regex', SKU, { regex: '^\\d{7}$' }, { regex: '(\\d)\\1{3}' }),
  ...ofColumn('value_lengths_to_be_between', SESSION, { min_value: 3, max_value: 9 }),
  ...ofColumn('value_lengths_to_equal', SKU, { value: 7 }),
  ...['max', 'min', 'mean', 'median', 'stdev', 'sum'].flatMap((name) =>
    ofColumn(`${name}_to_be_between`, TIME, { min_value: 1.4e12, max_value: 1.5e12 }, adds),
  ),
  ...ofColumn('quantile_values_to_be_between', TIME, quantiles(0, 0.05, 0.333, 0.5, 0.9, 1), {
    ...quantiles(0.1, 0.37, 0.99),
    allow_relative_error: 'linear',
  }),
  ...ofColumn(
    'values_to_be_between',
    TIME,
    { min_value: 1.4e12, max_value: 1.6e12 },
    { min_value: 1.433e12, mostly: 0.5 },
    { min_value: 1.433e12, ...adds },
  ),
  ...ofColumn('value_z_scores_to_be_less_than', TIME, { threshold: 1.5, double_sided: true }),
  ...ofColumn('values_to_be_increasing', TIME, {}, { strictly: true }),
  ...ofColumn('values_to_be_in_type_list', SESSION, { type_list: ['str', 'int'] }),
  ...ofColumn('values_to_be_of_type', TIME, { type_: 'int64' }, { type_: 'float64' }),
  ...ofColumn('kl_divergence_to_be_less_than', 'event_type', {
    partition_object: { values: ['pageview', 'event_product'], weights: [0.4, 0.6] },
    threshold: 0.1,
    tail_weight_holdout: 0.001,
  }),
  ...ofTable(
    'expect_compound_columns_to_be_unique',
    { column_list: [SESSION, TIME] },
    { column_list: [SESSION, TIME, SKU, ACTION], ignore_row_if: 'any_value_is_missing' },
  ),
  ...ofTable('expect_column_pair_values_to_be_equal', { column_A: SESSION, column_B: SKU }),
  ...ofTable('expect_select_column_values_to_be_unique_within_record', {
    column_list: [SESSION, ACTION, SKU],
  }),
  ...ofTable('expect_table_row_count_to_be_between', { min_value: 1, max_value: 100_000 }),
  ...ofTable('expect_table_columns_to_match_ordered_list', {
    column_list: [SESSION, 'event_type', ACTION, SKU, TIME, 'hashed_url'],
  }),
];

const CONTENT: readonly Case[] = [
  ...ofColumns('values_to_not_be_null', [SKU, 'category_hash', 'price_bucket', 'image_vector']),
  ...ofColumns('values_to_be_unique', [SKU, 'category_hash', 'price_bucket']),
  ...ofColumns('unique_value_count_to_be_between', ['category_hash', 'price_bucket'], {
    min_value: 10,
  }),
  ...ofColumn('values_to_match_regex', 'category_hash', { regex: '^[a-z_]+(/[a-z_]+)*$' }),
  ...ofColumn('values_to_match_regex_list', 'category_hash', {
    regex_list: ['^computers', 'phone$'],
    mostly: 0.2,
  }),
  ...ofColumn('value_lengths_to_be_between', 'category_hash', { min_value: 4, max_value: 30 }),
  ...ofColumn(
    'values_to_be_between',
    'price_bucket',
    { min_value: 1, max_value: 9, strict_max: true },
    { min_value: 5, row_condition: 'category_hash.notnull()', condition_parser: 'pandas' },
  ),
  ...['max', 'min', 'mean', 'median', 'stdev', 'sum'].flatMap((name) =>
    ofColumn(`${name}_to_be_between`, 'price_bucket', { min_value: 1, max_value: 6 }),
  ),
  ...ofColumn('quantile_values_to_be_between', 'price_bucket', quantiles(0.1, 0.5, 0.75)),
  ...ofColumn('distinct_values_to_contain_set', 'price_bucket', { value_set: [1, 7] }),
  ...ofColumn('most_common_value_to_be_in_set', 'price_bucket', { value_set: [7, 8, 9, 10] }),
  ...ofTable('expect_compound_columns_to_be_unique', { column_list: ['category_hash', SKU] }),
];

const FILES: Readonly<Record<string, readonly Case[]>> = {
  'retailrocket-cart/browsing_train': EVENTS,
  'retailrocket-next-item/browsing_train': EVENTS,
  'rees46-electronics/browsing_train': EVENTS,
  'rees46-electronics/sku_to_content': CONTENT,
};

/** Columns of numbers; the others are texts, however their values look. */
const NUMBERS: Readonly<Record<string, string>> = { [TIME]: 'BIGINT', price_bucket: 'DOUBLE' };

/** The recorded tables as Parquet files in `folder`; none where there is no recorded data. */
export async function writeSharedTables(folder: string): Promise<readonly SharedTable[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const tables: SharedTable[] = [];
    for (const [name, cases] of Object.entries(FILES)) {
      const csv = join(FOLDER, `${name}.csv.gz`);
      if (!existsSync(csv)) continue;
      const path = join(folder, `${name.replace('/', '-')}.parquet`);
      const read = `read_csv('${csv}', all_varchar = true)`;
      const described = await connection.runAndReadAll(`SELECT * FROM ${read} LIMIT 0`);
      const columns = described.columnNames().map((column) => {
        const type = NUMBERS[column];
        return type === undefined ? `"${column}"` : `CAST("${column}" AS ${type}) AS "${column}"`;
      });
      await connection.run(
        `COPY (SELECT ${columns.join(', ')} FROM ${read}) TO '${path}' (FORMAT parquet)`,
      );
      tables.push({ table: { name, path, isSmall: false }, cases });
    }
    return tables;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
