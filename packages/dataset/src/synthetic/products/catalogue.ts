import { VECTOR_LENGTH } from '../../schema/tables.ts';
import { normalQuantile, QuantileTable } from '../random/quantile-table.ts';
import { RandomStream } from '../random/random-stream.ts';
import { sizeShop } from './shop-size.ts';

/** Products that go with a product, the likeliest first; `Catalogue.companions` has this many per product. */
export const COMPANIONS = 3;

const LEAVES_PER_BRANCH = 5;
const BRANCHES_PER_DEPARTMENT = 4;

/** The products of a shop and how they hang together; products of a leaf category lie side by side, the popular first. */
export interface Catalogue {
  readonly products: number;
  readonly catalogueRows: number;
  readonly categories: number;
  /** `[category + 1]`: category c owns the products `firstProduct[c] .. firstProduct[c + 1]`. */
  readonly firstProduct: Uint32Array;
  /** `[catalogue row]` -> category. */
  readonly categoryOf: Uint32Array;
  /** `[rank]`, categories, the most visited first. */
  readonly byPopularity: Uint32Array;
  /** `[category]`, the category whose products go with this one's. */
  readonly partner: Uint32Array;
  /** `[product * COMPANIONS + place]`, products. */
  readonly companions: Uint32Array;
  /** `[category, vector]`, centres of the description and query vectors. */
  readonly textCentres: Float32Array;
  /** `[category, vector]`, centres of the image vectors. */
  readonly imageCentres: Float32Array;
}

/** Lays out the catalogue of a shop with so many browsing events. */
export function createCatalogue(events: number, seed: number): Catalogue {
  const { products, catalogueRows, categories } = sizeShop(events);
  const random = new RandomStream(seed, 'catalogue');
  const firstProduct = drawBounds(products, categories, random);
  const categoryOf = new Uint32Array(catalogueRows);
  for (let category = 0; category < categories; category++) {
    categoryOf.fill(category, firstProduct[category], firstProduct[category + 1]);
  }
  for (let row = products; row < catalogueRows; row++)
    categoryOf[row] = random.nextBelow(categories);
  // A partner is a category elsewhere: a shift keeps every category the partner of exactly one.
  const shift = 1 + random.nextBelow(categories - 1);
  const partner = Uint32Array.from({ length: categories }, (_, c) => (c + shift) % categories);
  const layout = { products, categories, firstProduct, categoryOf, partner };
  return {
    ...layout,
    catalogueRows,
    byPopularity: shuffle(
      Uint32Array.from({ length: categories }, (_, c) => c),
      random,
    ),
    companions: drawCompanions(layout, random),
    textCentres: drawCentres(categories, random),
    imageCentres: drawCentres(categories, random),
  };
}

/** The branch and the department above a leaf category. */
export function ancestorsOf(category: number): { branch: number; department: number } {
  const branch = Math.floor(category / LEAVES_PER_BRANCH);
  return { branch, department: Math.floor(branch / BRANCHES_PER_DEPARTMENT) };
}

/** A rank in 0 .. size - 1 by Zipf's law with exponent 1, drawn from its continuous form: P(r) ~ ln((r + 2) / (r + 1)). */
export function drawZipfRank(size: number, random: RandomStream): number {
  return Math.min(size - 1, Math.floor(Math.exp(random.nextUnit() * Math.log(size + 1))) - 1);
}

function drawBounds(products: number, categories: number, random: RandomStream): Uint32Array {
  const weights = Float64Array.from({ length: categories }, () => 0.5 + random.nextUnit());
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  // Each category has two products for sure, the rest by weight.
  const shared = products - 2 * categories;
  let reached = 0;
  const bounds = new Uint32Array(categories + 1);
  weights.forEach((weight, category) => {
    reached += weight;
    bounds[category + 1] = 2 * (category + 1) + Math.round((shared * reached) / total);
  });
  return bounds;
}

function drawCompanions(
  layout: Pick<Catalogue, 'products' | 'firstProduct' | 'categoryOf' | 'partner'>,
  random: RandomStream,
): Uint32Array {
  const { products, firstProduct, categoryOf, partner } = layout;
  const companions = new Uint32Array(products * COMPANIONS);
  for (let product = 0; product < products; product++) {
    const own = categoryOf[product] ?? 0;
    const other = partner[own] ?? 0;
    const ownFirst = firstProduct[own] ?? 0;
    const ownSize = (firstProduct[own + 1] ?? 0) - ownFirst;
    const otherFirst = firstProduct[other] ?? 0;
    const otherSize = (firstProduct[other + 1] ?? 0) - otherFirst;
    const rank = (product - ownFirst) / ownSize;
    const at = product * COMPANIONS;
    // A variant beside it, the product of the same popularity in the partner category, any of its own category.
    companions[at] = ownFirst + ((product - ownFirst) ^ 1);
    if ((companions[at] ?? 0) >= ownFirst + ownSize) companions[at] = ownFirst;
    companions[at + 1] = otherFirst + Math.floor(rank * otherSize);
    companions[at + 2] =
      ownFirst + ((product - ownFirst + 1 + random.nextBelow(ownSize - 1)) % ownSize);
  }
  return companions;
}

function drawCentres(categories: number, random: RandomStream): Float32Array {
  const normal = new QuantileTable(normalQuantile);
  return Float32Array.from({ length: categories * VECTOR_LENGTH }, () => 0.3 * normal.draw(random));
}

function shuffle(values: Uint32Array, random: RandomStream): Uint32Array {
  for (let last = values.length - 1; last > 0; last--) {
    const other = random.nextBelow(last + 1);
    const kept = values[last] ?? 0;
    values[last] = values[other] ?? 0;
    values[other] = kept;
  }
  return values;
}
