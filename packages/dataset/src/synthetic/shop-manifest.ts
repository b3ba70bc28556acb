import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TableName } from '../schema/tables.ts';
import type { BestAchievable } from './quality/best-achievable.ts';

/** Lies beside the CSV files; written last, so that it vouches for them. */
export const SHOP_MANIFEST_FILE = 'shop.json';

/** Grows with every change of what a seed gives. */
export const SHOP_VERSION = 1;

/** What shop.json says; a function of the options alone. */
export interface ShopManifest {
  readonly version: number;
  readonly events: number;
  readonly seed: number;
  readonly gzip: boolean;
  readonly sessions: number;
  /** Products that sessions may meet. */
  readonly products: number;
  readonly categories: number;
  readonly tables: Readonly<Record<TableName, ShopTable>>;
  /** What the exact posterior reaches on the prefixes of the first `sessions` sessions. */
  readonly best: BestAchievable & { readonly sessions: number };
}

export interface ShopTable {
  /** File name, beside the manifest. */
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
}

/** The manifest of the whole shop in `directory`, if it is there and has these parameters. */
export async function findShop(
  directory: string,
  wanted: Pick<ShopManifest, 'events' | 'seed' | 'gzip'>,
): Promise<ShopManifest | undefined> {
  const manifest = await readManifest(directory);
  const isWanted =
    manifest?.version === SHOP_VERSION &&
    manifest.events === wanted.events &&
    manifest.seed === wanted.seed &&
    manifest.gzip === wanted.gzip;
  if (!isWanted) return undefined;
  for (const { file, bytes } of Object.values(manifest.tables)) {
    const found = await stat(join(directory, file)).catch(() => undefined);
    if (found?.size !== bytes) return undefined;
  }
  return manifest;
}

async function readManifest(directory: string): Promise<ShopManifest | undefined> {
  try {
    // Only this module's writer makes the file; a file cut short or edited fails one of the comparisons above.
    return JSON.parse(await readFile(join(directory, SHOP_MANIFEST_FILE), 'utf8')) as ShopManifest;
  } catch {
    return undefined;
  }
}
