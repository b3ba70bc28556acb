import { withEngine, type EngineOptions } from '../engine/engine.ts';
import { fileLiteral, literal } from '../engine/sql.ts';
import { parquetColumns } from '../upload/raw-rows.ts';

/** What sku_to_content says of a product; null where it says nothing. */
export interface ProductContent {
  readonly name: string | null;
  readonly category: string | null;
  /** Price decile, 1 to 10. */
  readonly priceBucket: number | null;
  /** Price in the shop's own currency. */
  readonly price: number | null;
  /** Address of the product's page, as the table has it: unchecked. */
  readonly url: string | null;
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
    const present = new Set(columns.map(({ name }) => name));
    const least = (column: string) => `min(${present.has(column) ? column : 'NULL'})`;
    const found = await engine.rows(
      'looking products up',
      `SELECT product_sku_hash AS sku, ${least('product_name')} AS name, min(category_hash) AS category,
         min(price_bucket) AS bucket, ${least('price')} AS price, ${least('product_url')} AS url
       FROM read_parquet(${fileLiteral(path)})
       WHERE product_sku_hash IN (${skus.map(literal).join(', ')}) GROUP BY sku`,
    );
    return new Map(
      found.map(({ sku, name, category, bucket, price, url }) => [
        String(sku),
        {
          name: textOf(name),
          category: textOf(category),
          priceBucket: numberOf(bucket),
          price: numberOf(price),
          url: textOf(url),
        },
      ]),
    );
  });
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOf(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}
