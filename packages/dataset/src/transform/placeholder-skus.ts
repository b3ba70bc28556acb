import { withEngine } from '../engine/engine.ts';
import type { EngineOptions } from '../engine/engine.ts';
import { fileLiteral, literal } from '../engine/sql.ts';

/**
 * What programs write for 'no product': pandas, SQL, Python, JavaScript, Google Analytics, Excel. Compared without
 * upper and lower case and spaces around. '0' is not in the list: catalogues are often numbered from it.
 */
export const PLACEHOLDER_SKUS: readonly string[] = [
  'nan',
  '<na>',
  'null',
  '(null)',
  '\\n',
  'none',
  '(none)',
  'nil',
  'undefined',
  '(not set)',
  'not set',
  '(not provided)',
  'n/a',
  '#n/a',
  'unknown',
  '-',
];

/** A SKU that seems to mean 'no product', as it is written. */
export interface PlaceholderSku {
  readonly sku: string;
  readonly rows: number;
}

/** Enough to see what they are. */
const MAX_LISTED = 20;

/** Whether a SKU in SQL seems to mean 'no product'; never NULL. */
export const IS_PLACEHOLDER = `coalesce(lower(trim(product_sku_hash)) IN (${PLACEHOLDER_SKUS.map(literal).join(', ')}), false)`;

/**
 * Lists the SKUs of a stored browsing table that seem to mean 'no product', the most frequent first, at most 20.
 *
 * @param path local path of the Parquet file.
 * @throws EngineError if the file is not such a table.
 */
export async function findPlaceholderSkus(
  path: string,
  options: { readonly engine?: EngineOptions } = {},
): Promise<readonly PlaceholderSku[]> {
  return withEngine(options.engine ?? {}, { reads: [path] }, async (engine) => {
    const found = await engine.rows(
      'looking for placeholders among the SKUs',
      `SELECT product_sku_hash AS sku, count(*) AS rows FROM read_parquet(${fileLiteral(path)})
       WHERE ${IS_PLACEHOLDER} GROUP BY sku ORDER BY rows DESC, sku LIMIT ${MAX_LISTED}`,
    );
    return found.map(({ sku, rows }) => ({ sku: String(sku), rows: Number(rows) }));
  });
}
