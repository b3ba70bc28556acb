import { join } from 'node:path';
import { ACTION_CODES, ACTIONS } from '@lf/contract';
import { expect, it } from 'vitest';
import {
  EngineError,
  readItemSessions,
  readSessions,
  transformIntent,
  transformRec,
} from '../../src/index.ts';
import type { ItemSessions, Sessions } from '../../src/index.ts';
import { SOME_TIME_MS, event, fileWith, session } from '../csv-files.ts';
import { storedEvents } from '../stored-table.ts';
import { tempDirectory } from '../temp-directory.ts';

async function sessionsOf(lines: readonly string[]): Promise<Sessions> {
  const target = join(await tempDirectory(), 'events.parquet');
  await transformIntent({ source: await storedEvents(lines), target });
  return readSessions(target);
}

async function itemSessionsOf(lines: readonly string[]): Promise<ItemSessions> {
  const target = join(await tempDirectory(), 'events.parquet');
  await transformRec({ source: await storedEvents(lines), target });
  return readItemSessions(target);
}

/** [start, name of each action] per session. */
function inWords({ offsets, actions, startMs }: Sessions): [number, ...string[]][] {
  return Array.from(startMs, (start, index) => [
    start - SOME_TIME_MS,
    ...Array.from(
      actions.subarray(offsets[index], offsets[index + 1]),
      (code) => ACTIONS[code] ?? '?',
    ),
  ]);
}

it('numbers the actions as fixed', () => {
  expect(ACTION_CODES).toEqual(Object.fromEntries(ACTIONS.map((action, code) => [action, code])));
  expect(ACTIONS.join()).toBe('start,end,add,remove,purchase,detail,view');
});

it('groups every event by session, sessions ordered by start, then by id', async () => {
  const sessions = await sessionsOf([
    ...session('late', ['detail', 'add'], SOME_TIME_MS + 50),
    ...session('b', [null], SOME_TIME_MS + 7),
    ...session('a', ['detail', 'remove', 'purchase'], SOME_TIME_MS + 7),
    ...session('first', ['add', null], SOME_TIME_MS),
  ]);
  expect(inWords(sessions)).toEqual([
    [0, 'add', 'view'],
    [7, 'detail', 'remove', 'purchase'],
    [7, 'view'],
    [50, 'detail', 'add'],
  ]);
  expect([...sessions.offsets]).toEqual([0, 2, 5, 6, 8]);
});

it('joins the events of a session that lie apart in the file, out of time order', async () => {
  const sessions = await sessionsOf([
    event({
      session_id_hash: 'a',
      product_action: 'purchase',
      server_timestamp_epoch_ms: SOME_TIME_MS + 9,
    }),
    event({ session_id_hash: 'b', server_timestamp_epoch_ms: SOME_TIME_MS + 1 }),
    event({
      session_id_hash: 'a',
      product_action: 'add',
      server_timestamp_epoch_ms: SOME_TIME_MS + 3,
    }),
  ]);
  expect(inWords(sessions)).toEqual([
    [1, 'view'],
    [3, 'add', 'purchase'],
  ]);
});

it('reads sessions that cross chunks and row groups, alike with one thread and two', async () => {
  const lines = Array.from({ length: 3000 }, (_, index) =>
    session(
      `s${index}`,
      Array.from({ length: (index * 31) % 97 }, () => 'detail' as const),
      SOME_TIME_MS + ((index * 7919) % 3000),
    ),
  ).flat();
  const target = join(await tempDirectory(), 'events.parquet');
  await transformIntent({ source: await storedEvents(lines), target });
  const one = await readSessions(target, { engine: { threads: 1 } });
  const two = await readSessions(target, { engine: { threads: 2 } });
  expect(one.actions.length).toBe(lines.length);
  expect(
    one.startMs.every((start, index) => index === 0 || start >= (one.startMs[index - 1] ?? 0)),
  ).toBe(true);
  for (const column of ['offsets', 'actions', 'startMs'] as const) {
    expect(Buffer.from(two[column].buffer).equals(Buffer.from(one[column].buffer))).toBe(true);
  }
});

it('numbers products by how often they come, ties by id', async () => {
  const item = (id: string, sku: string, ms: number) =>
    event({
      session_id_hash: id,
      product_action: 'detail',
      product_sku_hash: sku,
      server_timestamp_epoch_ms: SOME_TIME_MS + ms,
    });
  const found = await itemSessionsOf([
    item('b', 'rare2', 1),
    item('b', "it's", 2),
    item('a', "it's", 3),
    item('a', 'rare1', 4),
    event({ session_id_hash: 'a', server_timestamp_epoch_ms: SOME_TIME_MS + 5 }),
  ]);
  expect(found).toEqual({
    offsets: new Uint32Array([0, 2, 4]),
    items: new Uint32Array([2, 0, 0, 1]),
    startMs: new Float64Array([SOME_TIME_MS + 1, SOME_TIME_MS + 3]),
    vocabulary: ["it's", 'rare1', 'rare2'],
  });
});

it('says what went wrong with a file that is no table of events', async () => {
  await expect(readSessions(await fileWith('no parquet'))).rejects.toThrow(EngineError);
});
