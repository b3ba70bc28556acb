import { expect, expectTypeOf, it } from 'vitest';
import { TABLES, TABLE_NAMES } from '../../src/index.ts';
import type { TableRow } from '../../src/index.ts';

it("derives a row's type from the table", () => {
  expectTypeOf<TableRow<'browsing_train'>>().toEqualTypeOf<{
    readonly session_id_hash: string;
    readonly event_type: 'pageview' | 'event_product';
    readonly product_action: 'detail' | 'add' | 'purchase' | 'remove' | null;
    readonly product_sku_hash: string | null;
    readonly server_timestamp_epoch_ms: number;
    readonly hashed_url: string | null;
  }>();
  expectTypeOf<TableRow<'search_train'>['query_vector']>().toEqualTypeOf<
    readonly number[] | null
  >();
  expectTypeOf<TableRow<'sku_to_content'>['price_bucket']>().toEqualTypeOf<number | null>();
  expectTypeOf<TableRow<'sku_to_content'>['product_name']>().toEqualTypeOf<
    string | null | undefined
  >();
});

it('names every table once', () => {
  expect([...TABLE_NAMES].sort()).toEqual(Object.keys(TABLES).sort());
  for (const name of TABLE_NAMES) expect(TABLES[name].name).toBe(name);
});
