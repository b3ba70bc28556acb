import { ACTION_CODES } from '@lf/contract';
import type { Catalogue } from './products/catalogue.ts';
import { PageUrls } from './products/page-urls.ts';
import { ProductWalk } from './products/product-walk.ts';
import { RandomStream } from './random/random-stream.ts';
import type { SessionSource } from './shopper/session-source.ts';
import type { BrowsingTable } from './tables/browsing-table.ts';
import type { SearchTable } from './tables/search-table.ts';
import { EventGaps } from './time/event-gaps.ts';

/** 819,516 searches per 36,079,307 browsing rows in the real tables, of which just over half are views here. */
const SEARCHES_PER_VIEW = 0.0467;

/** Gives each action of a session its time, product and page, and writes it down. */
export class ShopVisits {
  private readonly walk: ProductWalk;
  private readonly urls: PageUrls;
  private readonly gaps: EventGaps;
  private readonly random: RandomStream;
  private readonly browsing: BrowsingTable;
  private readonly search: SearchTable;

  constructor(catalogue: Catalogue, seed: number, browsing: BrowsingTable, search: SearchTable) {
    this.random = new RandomStream(seed, 'visits');
    this.walk = new ProductWalk(catalogue, this.random);
    this.urls = new PageUrls(catalogue, this.random);
    this.gaps = new EventGaps(seed);
    this.browsing = browsing;
    this.search = search;
  }

  /** Writes the rows of the session that `source` drew last. */
  write(source: SessionSource): void {
    const { actions, length, index: session } = source;
    const { walk, urls } = this;
    let timeMs = source.startMs;
    let openProduct = -1;
    let clicked = -1;
    walk.begin();
    for (let event = 0; event < length; event++) {
      if (event > 0) timeMs += this.gaps.drawMs();
      const action = actions[event] ?? ACTION_CODES.view;
      let product = -1;
      let url: number;
      if (action === ACTION_CODES.view) {
        if (this.random.nextUnit() < SEARCHES_PER_VIEW) {
          url = urls.ofSearch(walk.category);
          const looksNext = event + 1 < length && actions[event + 1] === ACTION_CODES.detail;
          clicked = this.search.push(session, timeMs, walk, looksNext);
        } else url = urls.ofView(walk.category, openProduct);
      } else {
        product = this.chooseProduct(action, clicked);
        clicked = -1;
        url = urls.ofProduct(product);
      }
      this.browsing.push(session, action, product, timeMs, url);
      openProduct = product;
    }
  }

  private chooseProduct(action: number, clicked: number): number {
    if (action === ACTION_CODES.detail)
      return clicked >= 0 ? this.walk.look(clicked) : this.walk.look();
    if (action === ACTION_CODES.add) return this.walk.add();
    return this.walk.takeFromCart();
  }
}
