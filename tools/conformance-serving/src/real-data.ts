import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { labelPrefixes, readPrefixes, simulateSessions, type LabelledSequences } from '@lf/dataset';

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
