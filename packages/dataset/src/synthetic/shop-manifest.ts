import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { schemaCheck } from '@lf/contract';
import { TABLE_NAMES } from '../schema/tables.ts';
import type { TableName } from '../schema/tables.ts';
import type { BestAchievable } from './quality/best-achievable.ts';

/** Lies beside the CSV files; written last, so that it vouches for them. */
export const SHOP_MANIFEST_FILE = 'shop.json';

/** Grows with every change of what a seed gives. */
export const SHOP_VERSION = 2;

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
    manifest?.events === wanted.events &&
    manifest.seed === wanted.seed &&
    manifest.gzip === wanted.gzip;
  if (!isWanted) return undefined;
  for (const { file, bytes } of Object.values(manifest.tables)) {
    const found = await stat(join(directory, file)).catch(() => undefined);
    if (found?.size !== bytes) return undefined;
  }
  return manifest;
}

const WHOLE = { type: 'integer', minimum: 0 };
const TABLE = {
  type: 'object',
  required: ['file', 'rows', 'bytes'],
  properties: { file: { type: 'string', pattern: '^[^/\\\\]+$' }, rows: WHOLE, bytes: WHOLE },
};
const ROW_QUALITY = {
  type: 'object',
  required: ['rows', 'baseRate', 'rocAuc', 'logLoss'],
  properties: {
    rows: WHOLE,
    baseRate: { type: 'number' },
    rocAuc: { type: ['number', 'null'] },
    logLoss: { type: 'number' },
  },
};
const MANIFEST = {
  type: 'object',
  required: [
    ...['version', 'events', 'seed', 'gzip', 'sessions', 'products', 'categories'],
    ...['tables', 'best'],
  ],
  properties: {
    version: { const: SHOP_VERSION },
    events: WHOLE,
    seed: WHOLE,
    gzip: { type: 'boolean' },
    sessions: WHOLE,
    products: WHOLE,
    categories: WHOLE,
    tables: {
      type: 'object',
      required: TABLE_NAMES,
      additionalProperties: false,
      properties: Object.fromEntries(TABLE_NAMES.map((table) => [table, TABLE])),
    },
    best: {
      ...ROW_QUALITY,
      required: [...ROW_QUALITY.required, 'sessions', 'perCut'],
      properties: {
        ...ROW_QUALITY.properties,
        sessions: WHOLE,
        perCut: {
          type: 'array',
          items: {
            ...ROW_QUALITY,
            required: [...ROW_QUALITY.required, 'cut'],
            properties: { ...ROW_QUALITY.properties, cut: WHOLE },
          },
        },
      },
    },
  },
};
// Union types are strict mode's, not JSON Schema's, to forbid
const isManifest = schemaCheck<ShopManifest>(MANIFEST, { allowUnionTypes: true });

/** The manifest in `directory`; nothing if there is none, or one that this version did not write. */
async function readManifest(directory: string): Promise<ShopManifest | undefined> {
  let manifest: unknown;
  try {
    manifest = JSON.parse(await readFile(join(directory, SHOP_MANIFEST_FILE), 'utf8'));
  } catch {
    return undefined;
  }
  return isManifest(manifest) ? manifest : undefined;
}
