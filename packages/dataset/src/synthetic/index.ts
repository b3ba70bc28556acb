export { generateShop, type Shop } from './generate-shop.ts';
export { DEFAULT_SHOP, type ShopOptions } from './shop-options.ts';
export { SHOP_MANIFEST_FILE, type ShopManifest, type ShopTable } from './shop-manifest.ts';
export { simulateSessions } from './shopper/simulate-sessions.ts';
export { purchaseProbability } from './shopper/purchase-posterior.ts';
export {
  measureBestAchievable,
  scorePosterior,
  type BestAchievable,
  type RowQuality,
} from './quality/best-achievable.ts';
export { ImpossibleActionsError } from './synthetic-errors.ts';
