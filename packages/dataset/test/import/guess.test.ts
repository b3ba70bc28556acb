import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { guessImport, importEvents, readMapFile } from '../../src/import/index.ts';
import type { GuessedImport, ImportMap } from '../../src/import/index.ts';
import { fileWith } from '../csv-files.ts';
import { tempDirectory } from '../temp-directory.ts';

const T = Date.UTC(2021, 0, 31, 5);
const text = (...rows: readonly string[]): string => `${rows.join('\n')}\n`;

async function guessed(content: string, name = 'export.csv'): Promise<GuessedImport> {
  return guessImport({ paths: [await fileWith(content, name)] });
}

const SOURCES: readonly (readonly [
  what: string,
  content: string,
  source: ImportMap['sources'][number],
])[] = [
  [
    'semicolons, names with blanks, days first and placeholders',
    text(
      'Event name;Event date;Client ID;Session ID;Product SKU;Page location;Revenue',
      'page_view;31.01.2021 05:00:00;11.22;7;(not set);https://shop.example/;',
      'view_item;31.01.2021 05:00:01;11.22;7;A1;https://shop.example/a1;',
      'add_to_cart;31.01.2021 05:00:02;11.22;7;A1;;',
      'scroll;31.01.2021 05:00:03;11.22;7;;;',
    ),
    {
      visitor: 'Client ID',
      session: 'Session ID',
      time: 'Event date',
      times: { format: '%d.%m.%Y %H:%M:%S' },
      action: 'Event name',
      actions: { add_to_cart: 'add', page_view: 'view', view_item: 'detail' },
      item: 'Product SKU',
      url: 'Page location',
      empty: ['(not set)'],
    },
  ],
  [
    'the form of RetailRocket',
    text(
      'timestamp,visitorid,event,itemid,transactionid',
      `${T},1,view,2,`,
      `${T + 1},1,addtocart,2,`,
      `${T + 2},1,transaction,2,9`,
    ),
    {
      visitor: 'visitorid',
      time: 'timestamp',
      times: { unit: 'ms' },
      action: 'event',
      actions: { addtocart: 'add', transaction: 'purchase', view: 'detail' },
      item: 'itemid',
    },
  ],
  [
    'the form of REES46',
    text(
      'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session',
      '2021-01-31 05:00:00 UTC,view,44600062,2103807459595387724,,shiseido,35.79,541312140,72d7',
      '2021-01-31 05:00:01 UTC,cart,44600062,2103807459595387724,,shiseido,35.79,541312140,72d7',
    ),
    {
      visitor: 'user_id',
      session: 'user_session',
      time: 'event_time',
      times: { unit: 'iso' },
      action: 'event_type',
      actions: { cart: 'add', view: 'detail' },
      item: 'product_id',
    },
  ],
  [
    'nested JSON Lines of no known system',
    text(
      JSON.stringify({
        user: { id: 'u1' },
        at: { ts: T / 1000 },
        what: { event: 'Product View' },
        product: { sku: 'A' },
      }),
      JSON.stringify({
        user: { id: 'u1' },
        at: { ts: T / 1000 + 1 },
        what: { event: 'Order' },
        product: { sku: 'A' },
      }),
    ).replaceAll('"id"', '"user_id"'),
    {
      visitor: 'user.user_id',
      time: 'at.ts',
      times: { unit: 's' },
      action: 'what.event',
      actions: { Order: 'purchase', 'Product View': 'detail' },
      item: 'product.sku',
    },
  ],
  [
    'no column of actions',
    text('session_id\ttime\titem', `1\t${T}000\tA`, `1\t${T + 1}000\tB`),
    {
      session: 'session_id',
      time: 'time',
      times: { unit: 'us' },
      action: { constant: 'detail' },
      item: 'item',
    },
  ],
];

it.each(SOURCES)(
  'proposes a map for %s, with a reason for each choice',
  async (_what, content, source) => {
    const { map, reasons } = await guessed(content);
    expect(map).toEqual({ sources: [source] });
    const keys = new Set(reasons.map(({ key }) => key));
    for (const key of ['visitor', 'session', 'time', 'action', 'item', 'url', 'empty'] as const) {
      if (source[key] !== undefined) expect(keys).toContain(key);
    }
    expect(reasons.every(({ choice, reason }) => choice !== '' && reason !== '')).toBe(true);
  },
);

it('learns actions that only rows far below hold', async () => {
  const views = Array.from({ length: 30_000 }, (_, at) => `${T + at},u${at % 50},view,i${at % 7}`);
  const content = text(
    'timestamp,visitorid,event,itemid',
    ...views,
    `${T + 9e5},u1,transaction,i1`,
  );
  const { map, account } = await guessed(content);
  expect(map.sources[0]?.actions).toEqual({ view: 'detail', transaction: 'purchase' });
  expect(account.actions.purchase).toBe(1);
  expect(account.dropped).toEqual([]);
});

it('takes the preset of a nested form that is known', async () => {
  const { map, account } = await guessed(
    text(JSON.stringify({ session: 1, events: [{ aid: 7, ts: T, type: 'clicks' }] })),
  );
  expect(map.sources[0]).toMatchObject({ each: 'events', item: 'events.aid' });
  expect(account.events).toBe(1);
});

it('writes a map that gives the same again when it is read', async () => {
  const path = await fileWith(SOURCES[1]?.[1] ?? '', 'events.csv');
  const out = await tempDirectory();
  const { mapPath, path: table } = await guessImport({ paths: [path], out });
  const again = await importEvents({
    paths: [path],
    map: await readMapFile(mapPath ?? ''),
    out: await tempDirectory(),
  });
  expect(await readFile(again.path ?? '')).toEqual(await readFile(table ?? ''));
  const schema: unknown = JSON.parse(await readFile(join(out, 'import-map.schema.json'), 'utf8'));
  expect(schema).toMatchObject({ title: 'Import map of Local Flow' });
});

it('proposes a source for each form of several files, and leaves out what is none', async () => {
  const folder = await tempDirectory();
  const write = (name: string, content: string) => writeFile(join(folder, name), content);
  await write('clicks.csv', text('session,timestamp,item', `1,${T},A`, `1,${T + 1},B`));
  await write('buys.csv', text('session,timestamp,item,price', `1,${T + 2},A,9.5`));
  await write('readme.csv', text('about,author', 'shop,me'));
  const { map, account } = await guessImport({ paths: [folder] });
  expect(map.sources.map(({ files, action }) => [files, action])).toEqual([
    ['buys.csv', { constant: 'purchase' }],
    ['clicks.csv', { constant: 'detail' }],
  ]);
  expect(account.actions).toMatchObject({ detail: 2, purchase: 1 });
  expect(account.skippedFiles).toEqual([join(folder, 'readme.csv')]);
});

it('says what it looked for where no column tells it', async () => {
  await expect(guessed(text('a,b', '1,2'))).rejects.toThrow(
    /expected columns that say when it was \(time\) and who it was \(session or visitor\), found none among a, b\..*--map/,
  );
});

it('does not guess whether the day or the month comes first where nothing tells', async () => {
  const row = (date: string): string => text('date,user_id,item', `${date},1,A`);
  await expect(guessed(row('02/03/2021'))).rejects.toThrow(/when it was/);
  const { map } = await guessed(row('02/13/2021'));
  expect(map.sources[0]?.times).toEqual({ format: '%m/%d/%Y' });
});
