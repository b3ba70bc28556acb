/** How many things a shop of a given number of browsing events has. */
export interface ShopSize {
  /** Products that sessions can meet. */
  readonly products: number;
  /** Rows of sku_to_content: some products are never met. */
  readonly catalogueRows: number;
  /** Leaf categories. */
  readonly categories: number;
}

/** The real tables: 57,483 of the catalogue's 66,386 SKUs occur in 36,079,307 browsing rows. */
const CATALOGUE_PER_PRODUCT = 66_386 / 57_483;
const PRODUCTS_PER_CATEGORY = 30;
const MIN_PRODUCTS = 60;

/** 1,500 products at 200,000 events, growing to the real tables' 57,483 at 36,079,307. */
export function sizeShop(events: number): ShopSize {
  const growth = Math.log(57_483 / 1_500) / Math.log(36_079_307 / 200_000);
  const products = Math.max(MIN_PRODUCTS, Math.round(1_500 * (events / 200_000) ** growth));
  return {
    products,
    catalogueRows: Math.round(products * CATALOGUE_PER_PRODUCT),
    categories: Math.max(4, Math.round(products / PRODUCTS_PER_CATEGORY)),
  };
}
