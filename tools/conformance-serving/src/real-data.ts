import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  generateShop,
  labelPrefixes,
  readItemSessionsCsv,
  readPrefixes,
  simulateSessions,
  type ItemSessions,
  type LabelledSequences,
} from '@lf/dataset';

/** Rows and sessions, and where they come from, in words. */
export interface Source<Data> {
  readonly data: Data;
  readonly origin: string;
}

const SEED = 7;

/** Labelled prefixes of real carts where the folder has them, else of the synthetic shop. */
export async function intentRows(folder: string | undefined): Promise<Source<LabelledSequences>> {
  const real = folder === undefined ? undefined : join(folder, 'retailrocket-cart/prefixes.csv.gz');
  if (real !== undefined && existsSync(real)) {
    return { data: await readPrefixes(real), origin: 'RetailRocket carts' };
  }
  const { sequences } = labelPrefixes(simulateSessions({ events: 100_000, seed: SEED }));
  return { data: sequences, origin: 'synthetic shop' };
}

/** Sessions of real products where the folder has them, else of the synthetic shop, written to `scratch`. */
export async function itemSessions(
  folder: string | undefined,
  scratch: string,
): Promise<Source<ItemSessions>> {
  const real =
    folder === undefined ? undefined : join(folder, 'rees46-electronics/browsing_train.csv.gz');
  if (real !== undefined && existsSync(real)) {
    return { data: await readItemSessionsCsv(real), origin: 'REES46 electronics' };
  }
  const shop = await generateShop({ directory: join(scratch, 'shop'), events: 50_000, seed: SEED });
  return {
    data: await readItemSessionsCsv(shop.paths.browsing_train),
    origin: 'synthetic shop',
  };
}
