import type { RandomStream } from '../random/random-stream.ts';
import { COMPANIONS, drawZipfRank } from './catalogue.ts';
import type { Catalogue } from './catalogue.ts';

/** Where a shopper's next product page comes from; shares of 1, the rest strays into the partner category. */
const COMPANION_RATIO = 0.45;
const SEEN_RATIO = 0.12;
const HOME_RATIO = 0.36;
/** Companions are followed in the ratio 6 : 3 : 1. */
const COMPANION_BOUNDS = [0.6, 0.9] as const;

/** Chooses the products of one session after another: a few related categories, popular products, things that go together. */
export class ProductWalk {
  /** The leaf category in which the shopper looks around. */
  category = 0;
  /** The product looked at last, -1 before the first. */
  current = -1;
  /** Products in the cart, the last added last. */
  readonly cart: number[] = [];
  private readonly seen: number[] = [];
  private readonly catalogue: Catalogue;
  private readonly random: RandomStream;

  constructor(catalogue: Catalogue, random: RandomStream) {
    this.catalogue = catalogue;
    this.random = random;
  }

  /** Begins a session. */
  begin(): void {
    const rank = drawZipfRank(this.catalogue.categories, this.random);
    this.category = this.catalogue.byPopularity[rank] ?? 0;
    this.current = -1;
    this.cart.length = 0;
    this.seen.length = 0;
  }

  /** The next product page: `product` if it is known already (a search result), else drawn. */
  look(product = this.drawNext()): number {
    if (!this.seen.includes(product) && this.seen.length < 32) this.seen.push(product);
    this.current = product;
    return product;
  }

  /** Puts the product looked at last, or one seen before, into the cart. */
  add(): number {
    const isCurrent = this.random.nextUnit() < 0.85;
    const product = isCurrent ? this.current : this.drawSeen();
    this.cart.push(product);
    return product;
  }

  /** Takes a product out of the cart: removed or bought. */
  takeFromCart(): number {
    const [product] = this.cart.splice(this.random.nextBelow(this.cart.length), 1);
    return product ?? this.current;
  }

  /** A product of `category` by popularity. */
  drawPopular(category = this.category): number {
    const first = this.catalogue.firstProduct[category] ?? 0;
    const size = (this.catalogue.firstProduct[category + 1] ?? 0) - first;
    return first + drawZipfRank(size, this.random);
  }

  private drawNext(): number {
    if (this.current < 0) return this.drawPopular();
    const share = this.random.nextUnit();
    if (share < COMPANION_RATIO) {
      const kind = this.random.nextUnit();
      const place = kind < COMPANION_BOUNDS[0] ? 0 : kind < COMPANION_BOUNDS[1] ? 1 : 2;
      return this.catalogue.companions[this.current * COMPANIONS + place] ?? 0;
    }
    if (share < COMPANION_RATIO + SEEN_RATIO) return this.drawSeen();
    if (share < COMPANION_RATIO + SEEN_RATIO + HOME_RATIO) return this.drawPopular();
    this.category = this.catalogue.partner[this.category] ?? 0;
    return this.drawPopular();
  }

  private drawSeen(): number {
    return this.seen[this.random.nextBelow(this.seen.length)] ?? this.current;
  }
}
