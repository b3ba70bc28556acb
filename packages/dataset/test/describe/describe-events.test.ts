import { expect, it } from 'vitest';
import { describeEvents } from '../../src/index.ts';
import { SOME_TIME_MS, event } from '../csv-files.ts';
import { storedEvents } from '../stored-table.ts';

/** An event `s` seconds after the first one of all. */
const at = (
  session: string,
  s: number,
  action: 'detail' | 'add' | 'purchase' | null,
  sku: string | null,
) =>
  event({
    session_id_hash: session,
    event_type: action === null ? 'pageview' : 'event_product',
    product_action: action,
    product_sku_hash: sku,
    server_timestamp_epoch_ms: SOME_TIME_MS + 1000 * s,
  });

it('counts what a small table has, known by construction', async () => {
  const path = await storedEvents([
    at('a', 0, 'detail', 'shoe'),
    at('a', 3, 'add', 'shoe'),
    at('a', 40, 'purchase', 'shoe'),
    at('b', 7200, null, null),
    at('b', 7300, 'detail', 'hat'),
    at('c', 10, 'detail', 'shoe'),
  ]);
  const found = await describeEvents(path);
  expect(found).toMatchObject({
    events: 6,
    sessions: 3,
    firstMs: SOME_TIME_MS,
    lastMs: SOME_TIME_MS + 7_300_000,
    actions: [
      { name: 'detail', count: 3 },
      { name: 'add', count: 1 },
      { name: 'pageview', count: 1 },
      { name: 'purchase', count: 1 },
    ],
    funnel: { detail: 3, add: 1, purchase: 1 },
    gapsOf: 3,
    products: {
      skus: 2,
      events: 5,
      top: [
        { name: 'shoe', count: 4 },
        { name: 'hat', count: 1 },
      ],
      concentration: [
        [0, 0],
        [0.5, 0.8],
        [1, 1],
      ],
    },
  });
  const filled = (bins: readonly { readonly from: number; readonly count: number }[]) =>
    bins.filter(({ count }) => count > 0);
  expect(filled(found.sessionLengths)).toEqual([
    { from: 1, count: 1 },
    { from: 2, count: 1 },
    { from: 3, count: 1 },
  ]);
  // 3 s and 37 s in session a, 100 s in session b
  expect(filled(found.gapsMs)).toEqual([
    { from: 1000, count: 1 },
    { from: 30_000, count: 1 },
    { from: 60_000, count: 1 },
  ]);
  // 7,300 s in at most 60 spans: of 5 minutes
  expect(found.overTime.stepMs).toBe(300_000);
  expect(found.overTime.counts).toHaveLength(25);
  expect(found.overTime.counts[0]).toBe(4);
  expect(found.overTime.counts[24]).toBe(2);
});

it('describes a table without any product, of one moment', async () => {
  const path = await storedEvents([at('a', 0, null, null)]);
  expect(await describeEvents(path)).toMatchObject({
    events: 1,
    sessions: 1,
    funnel: { detail: 0, add: 0, purchase: 0 },
    overTime: { stepMs: 1000, counts: [1] },
    products: { skus: 0, events: 0, top: [], concentration: [] },
  });
});
