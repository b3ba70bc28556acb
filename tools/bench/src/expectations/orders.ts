import { DuckDBInstance } from '@duckdb/node-api';

interface Expectation {
  readonly type: string;
  readonly kwargs: Readonly<Record<string, unknown>>;
}

const pick = (salt: string, below: number) => `(hash(i, '${salt}') % ${below})::BIGINT`;

const oneOf = (salt: string, texts: readonly string[]) =>
  `[${texts.map((text) => `'${text}'`).join(', ')}][1 + ${pick(salt, texts.length)}]`;

const missing = (sql: string, salt: string, percent: number) =>
  `CASE WHEN ${pick(`${salt} missing`, 100)} < ${percent} THEN NULL ELSE ${sql} END`;

const STATES = ['open', 'paid', 'sent', 'back', 'lost'];
const COUNTRIES = ['CH', 'DE', 'FR', 'IT', 'AT', 'ES', 'US', 'JP'];
const CURRENCIES = ['CHF', 'EUR', 'USD', 'JPY'];

/** Twenty columns of an order table; some of its values are wrong. */
const COLUMNS: Readonly<Record<string, string>> = {
  order_id: `printf('o-%010d', i)`,
  customer_id: pick('customer', 100_000),
  placed_at: `TIMESTAMP '2024-01-01' + to_seconds(${pick('placed', 30_000_000)})`,
  state: oneOf('state', STATES),
  country: oneOf('country', COUNTRIES),
  currency: oneOf('currency', CURRENCIES),
  price: `${pick('price', 50_000)} / 100.0`,
  quantity: `1 + ${pick('quantity', 9)}`,
  discount: missing(`${pick('discount', 105)} / 200.0`, 'discount', 20),
  tax: `${pick('tax', 8_000)} / 100.0`,
  total: `${pick('price', 50_000)} / 100.0 + ${pick('tax', 8_000)} / 100.0`,
  weight: `0.05 + ${pick('weight', 2_000)} / 100.0`,
  sku: `printf('%s-%05d', ${oneOf('family', ['AB', 'CD', 'EF'])}, ${pick('sku', 20_000)})`,
  email: `printf('user%d%sshop.example', ${pick('customer', 100_000)}, CASE WHEN ${pick('email', 2_000)} = 0 THEN ' at ' ELSE '@' END)`,
  phone: missing(`printf('+41 %09d', ${pick('phone', 999_999_999)})`, 'phone', 30),
  zip: `printf('%05d', ${pick('zip', 99_999)})`,
  rating: missing(`1 + ${pick('rating', 5)}`, 'rating', 40),
  shipped_at: missing(
    `TIMESTAMP '2024-02-01' + to_seconds(${pick('shipped', 30_000_000)})`,
    'shipped',
    10,
  ),
  is_gift: `${pick('gift', 10)} = 0`,
  note: missing(
    oneOf('note', ['Bitte klingeln', 'laisser à la porte', '置き配', '', 'x']),
    'note',
    50,
  ),
};

/** Writes `rows` orders to a Parquet file. */
export async function writeOrders(path: string, rows: number): Promise<void> {
  const columns = Object.entries(COLUMNS).map(([name, sql]) => `${sql} AS ${name}`);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT ${columns.join(', ')} FROM range(${rows}) AS rows(i)) TO '${path}' (FORMAT parquet, COMPRESSION zstd)`,
  );
  connection.closeSync();
  instance.closeSync();
}

const of = (name: string, column: string, kwargs: Expectation['kwargs'] = {}): Expectation => ({
  type: `expect_column_${name}`,
  kwargs: { column, ...kwargs },
});

const COMPLETE =
  'order_id customer_id placed_at state country currency price quantity tax total weight sku email is_gift';

/** Sixty expectations of the orders, as a shop would write them. */
export function ordersSuite(rows: number): { name: string; expectations: readonly Expectation[] } {
  const expectations: readonly Expectation[] = [
    { type: 'expect_table_row_count_to_be_between', kwargs: { min_value: 1, max_value: rows } },
    { type: 'expect_table_column_count_to_equal', kwargs: { value: 20 } },
    {
      type: 'expect_table_columns_to_match_ordered_list',
      kwargs: { column_list: Object.keys(COLUMNS) },
    },
    ...COMPLETE.split(' ').map((column) => of('values_to_not_be_null', column)),
    of('values_to_be_unique', 'order_id'),
    of('values_to_be_in_set', 'state', { value_set: STATES }),
    of('values_to_be_in_set', 'country', { value_set: COUNTRIES.slice(0, 7) }),
    of('values_to_be_in_set', 'currency', { value_set: CURRENCIES }),
    of('values_to_be_in_set', 'rating', { value_set: [1, 2, 3, 4, 5] }),
    of('values_to_be_in_set', 'is_gift', { value_set: [true, false] }),
    of('values_to_be_between', 'customer_id', { min_value: 0, max_value: 99_999 }),
    of('values_to_be_between', 'placed_at', {
      min_value: '2024-01-01T00:00:00',
      max_value: '2025-01-01T00:00:00',
    }),
    of('values_to_be_between', 'price', { min_value: 0, max_value: 499 }),
    of('values_to_be_between', 'quantity', { min_value: 1, max_value: 9 }),
    of('values_to_be_between', 'discount', { min_value: 0, max_value: 0.5, mostly: 0.95 }),
    of('values_to_be_between', 'total', { min_value: 0 }),
    of('values_to_be_between', 'tax', { min_value: 0, max_value: 100 }),
    of('values_to_be_between', 'weight', { min_value: 0, strict_min: true }),
    of('values_to_be_between', 'rating', { min_value: 1, max_value: 5 }),
    of('values_to_match_regex', 'order_id', { regex: '^o-[0-9]{10}$' }),
    of('values_to_match_regex', 'sku', { regex: '^[A-Z]{2}-[0-9]{5}$' }),
    of('values_to_match_regex', 'email', { regex: '^[^@ ]+@[^@ ]+$', mostly: 0.999 }),
    of('values_to_match_regex', 'phone', { regex: '^\\+[0-9]{2} [0-9]{9}$' }),
    of('values_to_match_regex', 'zip', { regex: '^[0-9]{5}$' }),
    of('value_lengths_to_be_between', 'note', { min_value: 1, max_value: 200 }),
    of('value_lengths_to_be_between', 'sku', { min_value: 8, max_value: 8 }),
    of('value_lengths_to_equal', 'country', { value: 2 }),
    of('value_lengths_to_equal', 'currency', { value: 3 }),
    of('value_lengths_to_equal', 'zip', { value: 5 }),
    of('mean_to_be_between', 'price', { min_value: 200, max_value: 300 }),
    of('mean_to_be_between', 'quantity', { min_value: 4, max_value: 6 }),
    of('mean_to_be_between', 'total', { min_value: 200, max_value: 400 }),
    of('mean_to_be_between', 'weight', { min_value: 1, max_value: 5 }),
    of('max_to_be_between', 'price', { max_value: 500 }),
    of('max_to_be_between', 'discount', { max_value: 0.5 }),
    of('max_to_be_between', 'rating', { min_value: 5, max_value: 5 }),
    of('min_to_be_between', 'price', { min_value: 0 }),
    of('min_to_be_between', 'tax', { min_value: 0 }),
    of('min_to_be_between', 'weight', { min_value: 0.01 }),
    of('median_to_be_between', 'price', { min_value: 200, max_value: 300 }),
    of('stdev_to_be_between', 'price', { min_value: 100, max_value: 200 }),
    of('sum_to_be_between', 'quantity', { min_value: rows }),
    of('unique_value_count_to_be_between', 'state', { min_value: 5, max_value: 5 }),
    of('unique_value_count_to_be_between', 'country', { min_value: 8, max_value: 10 }),
    of('distinct_values_to_be_in_set', 'state', { value_set: STATES }),
    of('quantile_values_to_be_between', 'price', {
      quantile_ranges: {
        quantiles: [0.05, 0.5, 0.95],
        value_ranges: [
          [0, 50],
          [200, 300],
          [400, 500],
        ],
      },
    }),
    {
      type: 'expect_column_pair_values_a_to_be_greater_than_b',
      kwargs: { column_A: 'total', column_B: 'price', or_equal: true },
    },
  ];
  return { name: 'orders', expectations };
}
