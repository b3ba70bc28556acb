import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDirectory } from '@lf/contract';
import { writingFault } from '../faults/storage-fault.ts';
import { labelPrefixes } from '../labels/label-prefixes.ts';
import { TABLE_NAMES } from '../schema/tables.ts';
import type { TableName } from '../schema/tables.ts';
import { createCatalogue } from './products/catalogue.ts';
import { measureBestAchievable } from './quality/best-achievable.ts';
import { RandomStream } from './random/random-stream.ts';
import { findShop, SHOP_MANIFEST_FILE, SHOP_VERSION } from './shop-manifest.ts';
import type { ShopManifest } from './shop-manifest.ts';
import { checkShopOptions } from './shop-options.ts';
import type { ShopOptions } from './shop-options.ts';
import { ShopVisits } from './shop-visits.ts';
import { SessionColumns } from './shopper/session-columns.ts';
import { SessionSource } from './shopper/session-source.ts';
import { BrowsingTable } from './tables/browsing-table.ts';
import { ContentTable } from './tables/content-table.ts';
import { SearchTable } from './tables/search-table.ts';
import { createShopIds } from './tables/shop-ids.ts';
import { partialPathOf, removeAbandonedPartials } from './tables/partial-files.ts';
import { TableFile } from './tables/table-file.ts';
import { TableWriter } from './tables/table-writer.ts';

/** Sessions on which the best achievable metrics are measured: about 900,000 events, an AUC to about .0015, under 10 MB. */
const MEASURED_SESSIONS = 100_000;

/** Where a shop lies. */
export interface Shop {
  readonly directory: string;
  readonly paths: Readonly<Record<TableName, string>>;
  readonly manifest: ShopManifest;
  /** Whether the shop was there already, with the same parameters. */
  readonly isReused: boolean;
}

/**
 * Writes the three tables of a synthetic shop and shop.json, in constant memory; the same options give the same bytes.
 *
 * Each file is written aside and put in place when all are whole, shop.json last. A whole shop with the same parameters
 * is left as it is.
 *
 * @throws InvalidOptionError if an option is unknown or out of range.
 * @throws StorageError if the system fails, DiskFullError if there is no space left; nothing half-written stays.
 */
export async function generateShop(options: ShopOptions): Promise<Shop> {
  const checked = checkShopOptions(options);
  const { directory } = checked;
  try {
    return await findOrWrite(checked, options.onProgress);
  } catch (error) {
    throw writingFault(error, { doing: 'writing a synthetic shop', path: directory });
  }
}

async function findOrWrite(
  checked: ReturnType<typeof checkShopOptions>,
  onProgress: ShopOptions['onProgress'],
): Promise<Shop> {
  const { directory } = checked;
  const found = await findShop(directory, checked);
  if (found !== undefined) return describeShop(directory, found, true);

  await makeDirectory(directory);
  await removeAbandonedPartials(directory);
  const suffix = checked.gzip ? '.csv.gz' : '.csv';
  const openTable = (table: TableName): TableWriter =>
    new TableWriter(table, new TableFile(join(directory, `${table}${suffix}`)));
  const writers = {
    browsing_train: openTable('browsing_train'),
    search_train: openTable('search_train'),
    sku_to_content: openTable('sku_to_content'),
  };
  try {
    const manifest = await writeTables(writers, checked, onProgress);
    await publish(directory, writers, manifest, suffix);
    return describeShop(directory, manifest, false);
  } catch (error) {
    // A disk that fails here too must not hide what happened first.
    await Promise.allSettled(Object.values(writers).map(({ file }) => file.discard()));
    const partialPath = partialPathOf(join(directory, SHOP_MANIFEST_FILE));
    await rm(partialPath, { force: true }).catch(() => undefined);
    throw error;
  }
}

type Writers = Readonly<Record<TableName, TableWriter>>;

async function writeTables(
  writers: Writers,
  { events, seed, gzip }: { events: number; seed: number; gzip: boolean },
  onProgress: ShopOptions['onProgress'],
): Promise<ShopManifest> {
  const catalogue = createCatalogue(events, seed);
  const ids = createShopIds(seed);
  const stream = (name: string): RandomStream => new RandomStream(seed, name);
  const browsing = new BrowsingTable(writers.browsing_train, ids, stream('row order'));
  const search = new SearchTable(writers.search_train, ids, catalogue, stream('search'));
  const content = new ContentTable(writers.sku_to_content, ids, catalogue, stream('content'));
  const source = new SessionSource(events, seed);
  const visits = new ShopVisits(catalogue, seed, browsing, search);
  const measured = new SessionColumns();

  await content.writeAll();
  while (source.next()) {
    visits.write(source);
    if (measured.size < MEASURED_SESSIONS) {
      measured.push(source.actions, source.length, source.startMs);
    }
    if (search.writer.isFull) await search.writer.flush();
    if (browsing.writer.isFull) {
      await browsing.writer.flush();
      onProgress?.(browsing.writer.rows, events);
    }
  }
  const bytes = {
    browsing_train: await browsing.close(),
    search_train: await search.writer.close(),
    sku_to_content: await content.writer.close(),
  };
  onProgress?.(browsing.writer.rows, events);
  const describe = (table: TableName): ShopManifest['tables'][TableName] => ({
    file: writers[table].file.name,
    rows: writers[table].rows,
    bytes: bytes[table],
  });
  const { sequences } = labelPrefixes(measured.toSessions());
  return {
    version: SHOP_VERSION,
    events,
    seed,
    gzip,
    sessions: source.index + 1,
    products: catalogue.products,
    categories: catalogue.categories,
    tables: {
      browsing_train: describe('browsing_train'),
      search_train: describe('search_train'),
      sku_to_content: describe('sku_to_content'),
    },
    best: { sessions: measured.size, ...measureBestAchievable(sequences) },
  };
}

/** Puts the closed files in place; a shop of other parameters that lay there is no shop from the first step on. */
async function publish(
  directory: string,
  writers: Writers,
  manifest: ShopManifest,
  suffix: string,
): Promise<void> {
  const manifestPath = join(directory, SHOP_MANIFEST_FILE);
  const partialPath = partialPathOf(manifestPath);
  await writeFile(partialPath, `${JSON.stringify(manifest, null, 2)}\n`);
  await rm(manifestPath, { force: true });
  const otherSuffix = suffix === '.csv' ? '.csv.gz' : '.csv';
  for (const table of TABLE_NAMES) {
    await rm(join(directory, `${table}${otherSuffix}`), { force: true });
    await writers[table].file.publish();
  }
  await rename(partialPath, manifestPath);
}

function describeShop(directory: string, manifest: ShopManifest, isReused: boolean): Shop {
  const pathOf = (table: TableName): string => join(directory, manifest.tables[table].file);
  return {
    directory,
    paths: {
      browsing_train: pathOf('browsing_train'),
      search_train: pathOf('search_train'),
      sku_to_content: pathOf('sku_to_content'),
    },
    manifest,
    isReused,
  };
}
