import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { IMPORT_MAP_SCHEMA, PRESETS, readPreset } from '../../src/import/index.ts';
import type { Preset } from '../../src/import/index.ts';
import { imported } from './imported.ts';
import type { ShortEvent } from './imported.ts';

interface Form {
  /** Rows in the documented form of the system, made up for this test. */
  readonly files: Readonly<Record<string, string>>;
  readonly events: readonly ShortEvent[];
  readonly dropped?: readonly (readonly [reason: string, rows: number])[];
}

const lines = (...rows: readonly unknown[]): string =>
  rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n') + '\n';

/** 2021-01-31T05:00:00Z */
const T = 1_612_069_200_000;
const at = (seconds: number): number => T + seconds * 1000;
const iso = (seconds: number): string => new Date(at(seconds)).toISOString();

const gaParameters = (session: number, page?: string): unknown => [
  { key: 'ga_session_id', value: { int_value: String(session) } },
  ...(page === undefined ? [] : [{ key: 'page_location', value: { string_value: page } }]),
];

const ACTION =
  'unstruct_event_com_snowplowanalytics_snowplow_ecommerce_snowplow_ecommerce_action_1';
const PRODUCT = 'contexts_com_snowplowanalytics_snowplow_ecommerce_product_1';

const FORMS: Readonly<Record<Preset, Form>> = {
  ga4: {
    files: {
      'export.csv': lines(
        'event_name;event_timestamp;user_pseudo_id;ga_session_id;item_id;page_location',
        `page_view;${T}000;11.22;7;(not set);https://shop.example/`,
        `view_item;${at(1)}000;11.22;7;A1;https://shop.example/a1`,
        `add_to_cart;${at(2)}000;11.22;7;A1;`,
        `purchase;${at(3)}000;11.22;7;A1;`,
        `scroll;${at(4)}000;11.22;7;;`,
        `view_item;${at(1)}000;33.44;7;A2;`,
      ),
    },
    events: [
      ['11.22/7', 'view', null, at(0), 'https://shop.example/'],
      ['11.22/7', 'detail', 'A1', at(1), 'https://shop.example/a1'],
      ['11.22/7', 'add', 'A1', at(2), null],
      ['11.22/7', 'purchase', 'A1', at(3), null],
      ['33.44/7', 'detail', 'A2', at(1), null],
    ],
    dropped: [['unknown_action', 1]],
  },
  'ga4-bigquery': {
    files: {
      'events_20210131.jsonl': lines(
        {
          event_timestamp: `${T}000`,
          event_name: 'page_view',
          event_params: gaParameters(7, 'https://shop.example/'),
          user_pseudo_id: '11.22',
          items: [],
        },
        {
          event_timestamp: `${at(1)}000`,
          event_name: 'purchase',
          event_params: gaParameters(7),
          user_pseudo_id: '11.22',
          items: [{ item_id: 'A1' }, { item_id: '(not set)' }, { item_id: 'A2' }],
        },
        {
          event_timestamp: `${at(2)}000`,
          event_name: 'remove_from_cart',
          event_params: [],
          user_pseudo_id: '33.44',
          items: [{ item_id: 'A3' }],
        },
      ),
    },
    events: [
      ['11.22/7', 'view', null, at(0), 'https://shop.example/'],
      ['11.22/7', 'purchase', 'A1', at(1), null],
      ['11.22/7', 'purchase', null, at(1), null],
      ['11.22/7', 'purchase', 'A2', at(1), null],
      ['33.44/', 'remove', 'A3', at(2), null],
    ],
  },
  shopify: {
    files: {
      'events.jsonl': lines(
        {
          id: 'e1',
          clientId: 'c1',
          name: 'page_viewed',
          timestamp: iso(0),
          context: { document: { location: { href: 'https://shop.example/' } } },
          data: {},
        },
        {
          id: 'e2',
          clientId: 'c1',
          name: 'product_viewed',
          timestamp: iso(1),
          data: { productVariant: { id: 'v1', product: { id: 'p1' } } },
        },
        {
          id: 'e3',
          clientId: 'c1',
          name: 'product_added_to_cart',
          timestamp: iso(2),
          data: { cartLine: { merchandise: { id: 'v1', product: { id: 'p1' } }, quantity: 1 } },
        },
        { id: 'e4', clientId: 'c1', name: 'checkout_started', timestamp: iso(3), data: {} },
        {
          id: 'e5',
          clientId: 'c1',
          name: 'checkout_completed',
          timestamp: iso(4),
          data: {
            checkout: {
              lineItems: [
                { variant: { id: 'v1', product: { id: 'p1' } } },
                { variant: { id: 'v2', product: { id: 'p2' } } },
              ],
            },
          },
        },
      ),
    },
    events: [
      ['c1', 'view', null, at(0), 'https://shop.example/'],
      ['c1', 'detail', 'p1', at(1), null],
      ['c1', 'add', 'p1', at(2), null],
      ['c1', 'purchase', 'p1', at(4), null],
      ['c1', 'purchase', 'p2', at(4), null],
    ],
    dropped: [['dropped_action', 1]],
  },
  matomo: {
    files: {
      'visits.json': JSON.stringify([
        {
          idVisit: '5',
          visitorId: 'abc',
          actionDetails: [
            { type: 'action', url: 'https://shop.example/', timestamp: T / 1000 },
            {
              type: 'action',
              url: 'https://shop.example/a1',
              timestamp: T / 1000 + 1,
              productViewSku: 'A1',
            },
            { type: 'search', timestamp: T / 1000 + 2 },
            {
              type: 'ecommerceOrder',
              timestamp: T / 1000 + 3,
              itemDetails: [{ itemSKU: 'A1' }, { itemSKU: 'A2' }],
            },
          ],
        },
        {
          idVisit: '6',
          visitorId: 'abc',
          actionDetails: [
            {
              type: 'ecommerceAbandonedCart',
              timestamp: T / 1000 + 9,
              itemDetails: [{ itemSKU: 'A3' }],
            },
          ],
        },
      ]),
    },
    events: [
      ['abc/5', 'view', null, at(0), 'https://shop.example/'],
      ['abc/5', 'detail', 'A1', at(1), 'https://shop.example/a1'],
      ['abc/5', 'purchase', 'A1', at(3), null],
      ['abc/5', 'purchase', 'A2', at(3), null],
      ['abc/6', 'add', 'A3', at(9), null],
    ],
    dropped: [['dropped_action', 1]],
  },
  snowplow: {
    files: {
      'enriched.jsonl': lines(
        {
          event_name: 'page_view',
          domain_userid: 'u1',
          domain_sessionid: 's1',
          derived_tstamp: iso(0),
          page_url: 'https://shop.example/',
        },
        {
          event_name: 'snowplow_ecommerce_action',
          domain_userid: 'u1',
          domain_sessionid: 's1',
          derived_tstamp: iso(1),
          [ACTION]: { type: 'product_view' },
          [PRODUCT]: [{ id: 'A1', currency: 'EUR' }],
        },
        {
          event_name: 'snowplow_ecommerce_action',
          domain_userid: 'u1',
          domain_sessionid: 's1',
          collector_tstamp: iso(2),
          [ACTION]: { type: 'transaction' },
          [PRODUCT]: [{ id: 'A1' }, { id: 'A2' }],
        },
        {
          event_name: 'page_ping',
          domain_userid: 'u1',
          domain_sessionid: 's1',
          derived_tstamp: iso(3),
        },
      ),
    },
    events: [
      ['u1/s1', 'view', null, at(0), 'https://shop.example/'],
      ['u1/s1', 'detail', 'A1', at(1), null],
      ['u1/s1', 'purchase', 'A1', at(2), null],
      ['u1/s1', 'purchase', 'A2', at(2), null],
    ],
    dropped: [['dropped_action', 1]],
  },
  segment: {
    files: {
      'segment.jsonl': lines(
        {
          type: 'page',
          anonymousId: 'a1',
          timestamp: iso(0),
          context: { page: { url: 'https://shop.example/' } },
        },
        {
          type: 'track',
          event: 'Product Viewed',
          anonymousId: 'a1',
          timestamp: iso(1),
          properties: { product_id: 'p1', sku: 'k1' },
        },
        {
          type: 'track',
          event: 'Product Added',
          anonymousId: 'a1',
          timestamp: iso(2),
          properties: { sku: 'k2' },
        },
        {
          type: 'track',
          event: 'Order Completed',
          userId: 'u9',
          timestamp: iso(3),
          properties: { products: [{ product_id: 'p1' }, { sku: 'k2' }] },
        },
        { type: 'identify', userId: 'u9', timestamp: iso(4) },
      ),
    },
    events: [
      ['a1', 'view', null, at(0), 'https://shop.example/'],
      ['a1', 'detail', 'p1', at(1), null],
      ['a1', 'add', 'k2', at(2), null],
      ['u9', 'purchase', 'k2', at(3), null],
      ['u9', 'purchase', 'p1', at(3), null],
    ],
    dropped: [['unknown_action', 1]],
  },
  retailrocket: {
    files: {
      'events.csv': lines(
        'timestamp,visitorid,event,itemid,transactionid',
        `${at(0)},257597,view,355908,`,
        `${at(60)},257597,addtocart,355908,`,
        `${at(120)},257597,transaction,355908,4000`,
        `${at(120 + 31 * 60)},257597,view,248676,`,
      ),
    },
    events: [
      ['257597', 'detail', '355908', at(0), null],
      ['257597', 'add', '355908', at(60), null],
      ['257597', 'purchase', '355908', at(120), null],
      ['257597/2', 'detail', '248676', at(120 + 31 * 60), null],
    ],
  },
  rees46: {
    files: {
      '2019-Oct.csv': lines(
        'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session',
        '2021-01-31 05:00:00 UTC,view,44600062,2103807459595387724,,shiseido,35.79,541312140,72d76fde-8bb3',
        '2021-01-31 05:00:01 UTC,cart,44600062,2103807459595387724,,shiseido,35.79,541312140,72d76fde-8bb3',
        '2021-01-31 05:00:02 UTC,remove_from_cart,44600062,2103807459595387724,,shiseido,35.79,541312140,72d76fde-8bb3',
        '2021-01-31 05:00:03 UTC,purchase,3900821,2053013552326770905,appliances.environment.water_heater,aqua,33.20,554748717,',
      ),
    },
    events: [
      ['541312140/72d76fde-8bb3', 'detail', '44600062', at(0), null],
      ['541312140/72d76fde-8bb3', 'add', '44600062', at(1), null],
      ['541312140/72d76fde-8bb3', 'remove', '44600062', at(2), null],
      ['554748717/', 'purchase', '3900821', at(3), null],
    ],
  },
  yoochoose: {
    files: {
      'yoochoose-clicks.dat': lines(
        `1,${iso(0)},214536502,0`,
        `1,${iso(54)},214536500,0`,
        `2,${iso(5)},214662742,S`,
      ),
      'yoochoose-buys.dat': lines(`1,${iso(60)},214536500,12462,1`),
    },
    events: [
      ['1', 'detail', '214536502', at(0), null],
      ['1', 'detail', '214536500', at(54), null],
      ['1', 'purchase', '214536500', at(60), null],
      ['2', 'detail', '214662742', at(5), null],
    ],
  },
  diginetica: {
    files: {
      'train-item-views.csv': lines(
        'sessionId;userId;itemId;timeframe;eventdate',
        '1;NA;81766;526309;2016-05-09',
        '1;NA;31331;1031018;2016-05-09',
      ),
      'train-purchases.csv': lines(
        'sessionId;userId;timeframe;eventdate;ordernumber;itemId',
        '1;NA;1421234;2016-05-09;13;81766',
      ),
    },
    events: [
      ['1', 'detail', '81766', Date.UTC(2016, 4, 9) + 526_309, null],
      ['1', 'detail', '31331', Date.UTC(2016, 4, 9) + 1_031_018, null],
      ['1', 'purchase', '81766', Date.UTC(2016, 4, 9) + 1_421_234, null],
    ],
  },
  otto: {
    files: {
      'train.jsonl': lines(
        {
          session: 1,
          events: [
            { aid: 1517085, ts: at(0), type: 'clicks' },
            { aid: 1563459, ts: at(1), type: 'carts' },
            { aid: 1563459, ts: at(2), type: 'orders' },
          ],
        },
        { session: 2, events: [{ aid: 9, ts: at(3), type: 'clicks' }] },
      ),
    },
    events: [
      ['1', 'detail', '1517085', at(0), null],
      ['1', 'add', '1563459', at(1), null],
      ['1', 'purchase', '1563459', at(2), null],
      ['2', 'detail', '9', at(3), null],
    ],
  },
};

const byEvent = (a: ShortEvent, b: ShortEvent): number =>
  a[0].localeCompare(b[0]) || a[3] - b[3] || (a[2] ?? '').localeCompare(b[2] ?? '');

it.each(PRESETS)('reads the documented form of %s', async (preset) => {
  const { files, events, dropped = [] } = FORMS[preset];
  const found = await imported(files, await readPreset(preset));
  expect([...found.events].sort(byEvent)).toEqual([...events].sort(byEvent));
  expect(found.account.dropped.map(({ reason, rows }) => [reason, rows])).toEqual(dropped);
});

it('refuses an unknown preset, with those that there are and the one that was meant', async () => {
  await expect(readPreset('retail-rocket')).rejects.toThrow(
    /ga4-bigquery.*Did you mean retailrocket\?/,
  );
});

it('publishes the schema of maps as it is checked', async () => {
  // Written anew by `vitest -u`
  await expect(`${JSON.stringify(IMPORT_MAP_SCHEMA, null, 2)}\n`).toMatchFileSnapshot(
    '../../presets/import-map.schema.json',
  );
});

it.each(PRESETS)('names the schema in the preset %s, for editors', async (preset) => {
  const text = await readFile(join(import.meta.dirname, `../../presets/${preset}.json`), 'utf8');
  expect(JSON.parse(text)).toMatchObject({ $schema: './import-map.schema.json' });
});
