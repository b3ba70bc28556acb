import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { InvalidRowsError, LongSessionsError, readItemSessionsCsv } from '../../src/index.ts';
import { SOME_TIME_MS, csv, event, fileWith, session } from '../csv-files.ts';

it('reads sessions of items straight from a file, rows without an item left out', async () => {
  const lines = [
    ...session('late', ['detail', 'add', 'detail'], SOME_TIME_MS + 50),
    event({ session_id_hash: 'early', server_timestamp_epoch_ms: SOME_TIME_MS }),
    ...session('early', ['detail'], SOME_TIME_MS + 1),
  ];
  const path = await fileWith(gzipSync(csv('browsing_train', lines)));
  const { offsets, items, startMs, vocabulary } = await readItemSessionsCsv(path);
  expect(vocabulary).toEqual(['p0', 'p1', 'p2']);
  expect([...offsets]).toEqual([0, 1, 4]);
  expect([...items]).toEqual([0, 0, 1, 2]);
  expect([...startMs]).toEqual([SOME_TIME_MS + 1, SOME_TIME_MS + 50]);
});

it('keeps rows that repeat: without real times a second look is such a row', async () => {
  const line = event({ product_action: 'detail', product_sku_hash: 'a' });
  const path = await fileWith(csv('browsing_train', [line, line]));
  expect((await readItemSessionsCsv(path)).items).toHaveLength(2);
});

it('has no limit on a session unless told', async () => {
  const lines = session(
    'long',
    Array.from({ length: 12_000 }, () => 'detail'),
  );
  const path = await fileWith(csv('browsing_train', lines));
  expect((await readItemSessionsCsv(path)).items).toHaveLength(12_000);
  await expect(readItemSessionsCsv(path, { maxEventsPerSession: 100 })).rejects.toThrow(
    LongSessionsError,
  );
});

it('names the lines of bad rows', async () => {
  const path = await fileWith(csv('browsing_train', [event(), event({ session_id_hash: '' })]));
  await expect(readItemSessionsCsv(path)).rejects.toThrow(InvalidRowsError);
  await expect(readItemSessionsCsv(path)).rejects.toThrow(/line 3/);
});
