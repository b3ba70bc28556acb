import { ACTIONS } from '@lf/contract';
import { expect, it } from 'vitest';
import { InvalidRowsError, readSessionBatches, type SessionBatch } from '../../src/index.ts';
import { SOME_TIME_MS, csv, event, fileWith, session } from '../csv-files.ts';

async function batchesOf(
  lines: readonly string[],
  options: Partial<Parameters<typeof readSessionBatches>[0]> = {},
): Promise<SessionBatch[]> {
  const batches: SessionBatch[] = [];
  await readSessionBatches({
    path: await fileWith(csv('browsing_train', lines)),
    withSkus: true,
    onBatch: async (batch) => void batches.push(batch),
    ...options,
  });
  return batches;
}

/** Each session's id, its number of events, and `action:sku` of each event that is handed on. */
function inWords(batches: readonly SessionBatch[]): [string, number, ...string[]][] {
  return batches.flatMap(({ ids, lengths, offsets, actions, skus }) =>
    ids.map((id, session): [string, number, ...string[]] => [
      id,
      lengths[session] ?? 0,
      ...Array.from(
        actions.subarray(offsets[session], offsets[session + 1]),
        (code, at) => `${ACTIONS[code]}:${skus[(offsets[session] ?? 0) + at] ?? ''}`,
      ),
    ]),
  );
}

it('gives whole sessions by id, their events by time and, at the same time, by the order of the file', async () => {
  const lines = [
    event({ session_id_hash: 'b', product_action: 'add', product_sku_hash: 'p1' }),
    event({ session_id_hash: 'b', product_action: 'remove', product_sku_hash: 'p2' }),
    event({ session_id_hash: 'a', server_timestamp_epoch_ms: SOME_TIME_MS + 5 }),
    event({ session_id_hash: 'a', product_action: 'detail', product_sku_hash: 'p3' }),
  ];
  expect(inWords(await batchesOf(lines))).toEqual([
    ['a', 2, 'detail:p3', 'view:'],
    ['b', 2, 'add:p1', 'remove:p2'],
  ]);
});

it('cuts batches between sessions, whatever their size', async () => {
  const ids = ['a', 'b', 'c', 'd', 'e'];
  const lines = ids.flatMap((id) => session(id, ['detail', 'add', null]));
  for (const batchEvents of [1, 3, 4, 100]) {
    const batches = await batchesOf(lines, { batchEvents });
    expect(inWords(batches).map(([id, length]) => [id, length])).toEqual(ids.map((id) => [id, 3]));
    const sizes = batches.map((batch) => batch.ids.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(Math.ceil(batchEvents / 3));
  }
});

it('keeps the events of a session that is too long out, and tells how many they are', async () => {
  const lines = [...session('bot', Array<null>(9).fill(null)), ...session('man', ['add'])];
  const found = inWords(await batchesOf(lines, { maxEventsPerSession: 8 }));
  expect(found).toEqual([
    ['bot', 9],
    ['man', 1, 'add:p0'],
  ]);
  const [whole] = inWords(await batchesOf(lines, { maxEventsPerSession: 9 }));
  expect(whole).toHaveLength(2 + 9);
});

it('reads no SKUs where none are wanted', async () => {
  const [batch] = await batchesOf(session('a', ['add']), { withSkus: false });
  expect(batch?.skus.every((sku) => sku === null)).toBe(true);
});

it('refuses a table with bad rows as an upload does, before the first batch', async () => {
  const lines = [...session('a', ['add']), event({ product_action: 'add' }).replace('add', 'buy')];
  let count = 0;
  const reading = batchesOf(lines, {
    onBatch: async () => {
      count++;
    },
  });
  await expect(reading).rejects.toThrow(InvalidRowsError);
  await expect(reading).rejects.toThrow(/line 3/);
  expect(count).toBe(0);
});

it('ends by the reason of its signal', async () => {
  const controller = new AbortController();
  const lines = Array.from({ length: 5_000 }, (_, id) => session(`s${id}`, ['add'])).flat();
  const reading = batchesOf(lines, {
    batchEvents: 10,
    signal: controller.signal,
    onBatch: async () => controller.abort(new Error('enough')),
  });
  await expect(reading).rejects.toThrow('enough');
});
