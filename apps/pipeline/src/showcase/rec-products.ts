import type { ProductContent } from '@lf/dataset';
import type { Product, ShownSession } from '@lf/serving';
import { detailProduct } from './describe-product.ts';

/** The most frequent ones: a catalogue may have millions, and a Lambda reads the file at each start. */
const MOST_PRODUCTS = 10_000;

/** Some 100 bytes a product are usual. */
const MOST_BYTES = 2 ** 21;

/**
 * What a catalogue says of the products of some sessions and of the most frequent ones; those of which it says nothing go
 * by their ids.
 *
 * @param of.skus by how frequent they are
 * @param of.lookUp finds them in the catalogue
 * @param of.pageTemplate address of a product's page, `{sku}` in it for its id, where the catalogue has no addresses
 */
export async function recProducts(of: {
  readonly sessions: readonly ShownSession[];
  readonly skus: readonly string[];
  readonly lookUp: (skus: readonly string[]) => Promise<ReadonlyMap<string, ProductContent>>;
  readonly pageTemplate?: string;
}): Promise<ReadonlyMap<string, Product>> {
  const { sessions, skus, lookUp, pageTemplate } = of;
  const first = sessions.flatMap(({ events, next }) => [
    ...events,
    ...(next === undefined ? [] : [next]),
  ]);
  const wanted = [...new Set([...first, ...skus.slice(0, MOST_PRODUCTS)])];
  const contents = await lookUp(wanted);
  // Deciles are no currency: one filter compares one of them
  const isPriced = [...contents.values()].some(({ price }) => price !== null);
  const details = {
    amounts: isPriced ? 'price' : 'bucket',
    ...(pageTemplate !== undefined && { pageTemplate }),
  } as const;
  const products = new Map<string, Product>();
  let bytes = 0;
  for (const sku of wanted) {
    const product = detailProduct(sku, contents.get(sku), details);
    if (product === undefined) continue;
    bytes += Buffer.byteLength(JSON.stringify([sku, product]));
    if (bytes > MOST_BYTES) break;
    products.set(sku, product);
  }
  return products;
}
