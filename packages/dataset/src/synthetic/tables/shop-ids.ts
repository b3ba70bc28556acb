import { HexIds } from '../random/hex-ids.ts';

/** The ids of everything in a shop. */
export interface ShopIds {
  readonly session: HexIds;
  readonly product: HexIds;
  readonly url: HexIds;
  /** Departments, branches and leaves, see categoryNumbers. */
  readonly category: HexIds;
}

export function createShopIds(seed: number): ShopIds {
  return {
    session: new HexIds(seed, 'session'),
    product: new HexIds(seed, 'product'),
    url: new HexIds(seed, 'url'),
    category: new HexIds(seed, 'category'),
  };
}
