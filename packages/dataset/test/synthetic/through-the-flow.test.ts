import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import {
  TABLES,
  generateShop,
  labelPrefixes,
  measureBestAchievable,
  openStore,
  readSessions,
  simulateSessions,
  tablePath,
  transformIntent,
  uploadDataset,
} from '../../src/index.ts';

it('comes out of upload, transform and sessions as it was drawn', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'lf-shop-'));
  try {
    const size = { events: 20_000, seed: 11 };
    const shop = await generateShop({ directory, ...size, gzip: true });
    const store = openStore(pathToFileURL(join(directory, 'store')).href);
    const { manifest } = await uploadDataset({ store, name: 'shop', sources: shop.paths });
    expect(manifest.tables.map(({ name, rows }) => [name, rows])).toEqual(
      Object.keys(TABLES).map((name) => [
        name,
        shop.manifest.tables[name as keyof typeof TABLES].rows,
      ]),
    );
    const target = join(directory, 'events.parquet');
    await transformIntent({
      source: await tablePath(store, manifest, 'browsing_train'),
      target,
    });
    const sessions = await readSessions(target);
    expect(sessions).toEqual(simulateSessions(size));
    const { sessions: measured, ...best } = shop.manifest.best;
    expect(measured).toBe(shop.manifest.sessions);
    expect(measureBestAchievable(labelPrefixes(sessions).sequences)).toEqual(best);
  } finally {
    await rm(directory, { recursive: true });
  }
});
