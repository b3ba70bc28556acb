import type { Vocabulary } from '@lf/contract';
import type { Product } from '../../showcase/showcase.ts';

/**
 * The items of each category of a catalogue, most popular first, the categories in alphabetical order. Products that the
 * vocabulary does not know are none that a model could name.
 */
export function itemsByCategory(
  { skus }: Pick<Vocabulary, 'skus'>,
  products: ReadonlyMap<string, Product>,
): ReadonlyMap<string, ReadonlySet<number>> {
  const found = new Map<string, Set<number>>();
  if (products.size === 0) return found;
  for (const [item, sku] of skus.entries()) {
    const category = products.get(sku)?.category;
    if (category === undefined) continue;
    const items = found.get(category);
    if (items === undefined) found.set(category, new Set([item]));
    else items.add(item);
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
