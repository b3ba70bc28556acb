import type { RandomStream } from '../random/random-stream.ts';
import { ancestorsOf, drawZipfRank } from './catalogue.ts';
import type { Catalogue } from './catalogue.ts';

/** Listing pages per category, with filters and page numbers: 57,483 products then come to about the real 489,300 URLs. */
const PAGES_PER_CATEGORY = 225;
const SEARCHES_PER_CATEGORY = 16;
const PRODUCT_PAGE_RATIO = 0.35;
const HOME_RATIO = 0.1;
const BRANCH_RATIO = 0.15;

/** Numbers a shop's pages: products first, then listings, result pages, branches, and the pages that every shop has. */
export class PageUrls {
  private readonly listings: number;
  private readonly results: number;
  private readonly branches: number;
  private readonly home: number;
  private readonly random: RandomStream;

  constructor(catalogue: Catalogue, random: RandomStream) {
    this.random = random;
    this.listings = catalogue.products;
    this.results = this.listings + catalogue.categories * PAGES_PER_CATEGORY;
    this.branches = this.results + catalogue.categories * SEARCHES_PER_CATEGORY;
    this.home = this.branches + catalogue.categories;
  }

  /** The page of a product: all of its events happen there. */
  ofProduct(product: number): number {
    return product;
  }

  ofSearch(category: number): number {
    return (
      this.results + category * SEARCHES_PER_CATEGORY + this.random.nextBelow(SEARCHES_PER_CATEGORY)
    );
  }

  /**
   * The page of a view.
   *
   * @param product the product whose page the last event opened, -1 if none: the view may be of the same page.
   */
  ofView(category: number, product: number): number {
    if (product >= 0 && this.random.nextUnit() < PRODUCT_PAGE_RATIO) return this.ofProduct(product);
    const share = this.random.nextUnit();
    if (share < HOME_RATIO) return this.home;
    if (share < HOME_RATIO + BRANCH_RATIO) return this.branches + ancestorsOf(category).branch;
    return (
      this.listings + category * PAGES_PER_CATEGORY + drawZipfRank(PAGES_PER_CATEGORY, this.random)
    );
  }
}
