import { withEngine, type EngineOptions } from '../engine/engine.ts';
import { fileLiteral, literal } from '../engine/sql.ts';
import { parquetColumns } from '../upload/raw-rows.ts';

/** What sku_to_content says of a product; null where it says nothing. */
export interface ProductContent {
  readonly name: string | null;
  readonly category: string | null;
  /** Price decile, 1 to 10. */
  readonly priceBucket: number | null;
}

/**
 * Looks some products up in a stored sku_to_content. Of a product that several rows have, the smallest values count: the
 * same table gives the same answer each time.
 *
 * @param path local path of its Parquet file
 * @returns by SKU, those that the table has
 * @throws EngineError if the file is not such a table
 */
export async function readProducts(
  path: string,
  skus: readonly string[],
  options: { readonly engine?: EngineOptions } = {},
): Promise<ReadonlyMap<string, ProductContent>> {
  if (skus.length === 0) return new Map();
  return withEngine(options.engine ?? {}, { reads: [path] }, async (engine) => {
    const columns = await parquetColumns(engine, path);
    const isNamed = columns.some(({ name }) => name === 'product_name');
    const found = await engine.rows(
      'looking products up',
      `SELECT product_sku_hash AS sku, min(${isNamed ? 'product_name' : 'NULL'}) AS name, min(category_hash) AS category, min(price_bucket) AS price
       FROM read_parquet(${fileLiteral(path)})
       WHERE product_sku_hash IN (${skus.map(literal).join(', ')}) GROUP BY sku`,
    );
    return new Map(
      found.map(({ sku, name, category, price }) => [
        String(sku),
        {
          name: typeof name === 'string' ? name : null,
          category: typeof category === 'string' ? category : null,
          priceBucket: price === null || price === undefined ? null : Number(price),
        },
      ]),
    );
  });
}
