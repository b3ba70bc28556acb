import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PRICE_BUCKETS, TABLE_NAMES, TABLES, VECTOR_LENGTH } from '../../src/schema/tables.ts';
import type { TableName } from '../../src/schema/tables.ts';
import { ACTIONS } from '@lf/contract';
import { generateShop, simulateSessions } from '../../src/synthetic/index.ts';
import type { Shop } from '../../src/synthetic/index.ts';
import { SHOP_DAYS, SHOP_END_MS } from '../../src/synthetic/time/shop-calendar.ts';
import { parseCsv, parseIds } from './csv.ts';

const EVENTS = 40_000;
const SEED = 3;
const ID = /^[0-9a-f]{64}$/;

type Row = Record<string, string>;
let directory: string;
let shop: Shop;
const texts = {} as Record<TableName, string>;
const rows = {} as Record<TableName, Row[]>;
/** Session id -> its rows in time order; sessions in the order of their start. */
let sessions: Map<string, Row[]>;

const timeOf = (row: Row): number => Number(row['server_timestamp_epoch_ms']);
const actionOf = (row: Row): string => row['product_action'] || 'view';
const skuOf = (row: Row): string => row['product_sku_hash'] ?? '';

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lf-shop-'));
  shop = await generateShop({ directory, events: EVENTS, seed: SEED });
  for (const table of TABLE_NAMES) {
    texts[table] = await readFile(shop.paths[table], 'latin1');
    rows[table] = parseCsv(texts[table]);
  }
  const grouped = groupBySession(rows.browsing_train);
  for (const events of grouped.values()) events.sort((a, b) => timeOf(a) - timeOf(b));
  sessions = new Map([...grouped].sort(([, [a]], [, [b]]) => timeOf(a!) - timeOf(b!)));
});
afterAll(() => rm(directory, { recursive: true }));

function groupBySession(events: Row[]): Map<string, Row[]> {
  const grouped = new Map<string, Row[]>();
  for (const row of events) {
    const id = row['session_id_hash'] ?? '';
    const known = grouped.get(id);
    if (known) known.push(row);
    else grouped.set(id, [row]);
  }
  return grouped;
}

it('has the columns of the schema and the rows of the manifest', () => {
  for (const table of TABLE_NAMES) {
    const names = TABLES[table].columns.map((column) => column.name);
    expect(texts[table].startsWith(`${names.join(',')}\n`)).toBe(true);
    expect(rows[table]).toHaveLength(shop.manifest.tables[table].rows);
    expect(texts[table]).toHaveLength(shop.manifest.tables[table].bytes);
  }
  expect(sessions.size).toBe(shop.manifest.sessions);
  expect(rows.browsing_train.length).toBeGreaterThanOrEqual(EVENTS);
  expect(rows.browsing_train.length).toBeLessThan(EVENTS + 100);
});

it('repeats no row', () => {
  for (const table of TABLE_NAMES) {
    const lines = texts[table].trimEnd().split('\n');
    expect(new Set(lines).size).toBe(lines.length);
  }
});

it('fills each browsing row as the schema says', () => {
  const faulty = rows.browsing_train.filter((row) => {
    const isView = row['event_type'] === 'pageview';
    return !(
      ID.test(row['session_id_hash']!) &&
      ID.test(row['hashed_url']!) &&
      /^\d{13}$/.test(row['server_timestamp_epoch_ms']!) &&
      (isView
        ? row['product_action'] === '' && row['product_sku_hash'] === ''
        : row['event_type'] === 'event_product' &&
          /^(detail|add|purchase|remove)$/.test(row['product_action']!) &&
          ID.test(skuOf(row)))
    );
  });
  expect(faulty).toEqual([]);
});

it('fills each search and content row as the schema says', () => {
  const vector = new RegExp(`^\\[(-?\\d\\.\\d{6}, ){${VECTOR_LENGTH - 1}}-?\\d\\.\\d{6}\\]$`);
  const ids = /^\[('[0-9a-f]{64}', )*'[0-9a-f]{64}'\]$/;
  for (const row of rows.search_train) {
    expect(row['query_vector']).toMatch(vector);
    if (row['product_skus_hash'] !== '') expect(row['product_skus_hash']).toMatch(ids);
    const shown = parseIds(row['product_skus_hash']!);
    for (const clicked of parseIds(row['clicked_skus_hash']!)) expect(shown).toContain(clicked);
    expect(sessions.has(row['session_id_hash']!)).toBe(true);
  }
  for (const row of rows.sku_to_content) {
    expect(skuOf(row)).toMatch(ID);
    if (row['category_hash'] === '') {
      expect([row['description_vector'], row['image_vector'], row['price_bucket']]).toEqual([
        '',
        '',
        '',
      ]);
      continue;
    }
    expect(row['description_vector']).toMatch(vector);
    if (row['image_vector'] !== '') expect(row['image_vector']).toMatch(vector);
    expect(row['category_hash']).toMatch(/^([0-9a-f]{64}\/){2}[0-9a-f]{64}$/);
    expect(PRICE_BUCKETS).toContain(row['price_bucket']);
  }
});

it('describes half of a catalogue that holds every product of the sessions', () => {
  const catalogue = new Set(rows.sku_to_content.map(skuOf));
  expect(catalogue.size).toBe(rows.sku_to_content.length);
  expect(rows.browsing_train.every((row) => skuOf(row) === '' || catalogue.has(skuOf(row)))).toBe(
    true,
  );
  const described = rows.sku_to_content.filter((row) => row['category_hash'] !== '').length;
  expect(described / catalogue.size).toBeGreaterThan(0.42);
  expect(described / catalogue.size).toBeLessThan(0.58);
});

it('holds the sessions that simulateSessions gives', () => {
  const simulated = simulateSessions({ events: EVENTS, seed: SEED });
  const events = [...sessions.values()];
  expect(events.map(([first]) => timeOf(first!))).toEqual([...simulated.startMs]);
  const actions = events.flat().map((row) => ACTIONS.indexOf(actionOf(row) as 'view'));
  expect(actions).toEqual([...simulated.actions]);
});

it('lets shoppers add what they saw, remove and buy what they added', () => {
  for (const events of sessions.values()) {
    const seen = new Set<string>();
    const cart: string[] = [];
    for (const row of events) {
      const sku = skuOf(row);
      if (actionOf(row) === 'detail') seen.add(sku);
      else if (actionOf(row) === 'add') {
        expect(seen.has(sku)).toBe(true);
        cart.push(sku);
      } else if (sku !== '') {
        expect(cart).toContain(sku);
        cart.splice(cart.indexOf(sku), 1);
      }
    }
  }
});

it('keeps a session under 30 idle minutes, in distinct milliseconds', () => {
  const gapsMs = [...sessions.values()].flatMap((events) =>
    events.slice(1).map((row, index) => timeOf(row) - timeOf(events[index]!)),
  );
  expect(gapsMs.filter((gapMs) => gapMs <= 0 || gapMs >= 30 * 60_000)).toEqual([]);
  gapsMs.sort((a, b) => a - b);
  expect(Math.log(gapsMs[gapsMs.length >> 1]! / 25_000)).toBeCloseTo(0, 1);
});

it('has sessions of the lengths that the suites of both flows accept, a third of them with an add', () => {
  const lengths = [...sessions.values()].map((events) => events.length);
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  expect(mean).toBeGreaterThan(6);
  expect(mean).toBeLessThan(9);
  const items = [...sessions.values()]
    .map((events) => events.filter((row) => skuOf(row) !== '').length)
    .filter((count) => count > 0);
  const meanItems = items.reduce((sum, count) => sum + count, 0) / items.length;
  expect(meanItems).toBeGreaterThan(2);
  expect(meanItems).toBeLessThan(10);
  const withAdd = [...sessions.values()].filter((events) =>
    events.some((row) => actionOf(row) === 'add'),
  );
  expect(withAdd.length / sessions.size).toBeGreaterThan(0.25);
  expect(withAdd.length / sessions.size).toBeLessThan(0.35);
});

it('comes out of time order, so that a transform must sort', () => {
  const times = rows.browsing_train.map(timeOf);
  const descents = times.filter((time, index) => time < (times[index - 1] ?? 0)).length;
  expect(descents / times.length).toBeGreaterThan(0.3);
});

it('spans its days, with busy evenings and quiet nights', () => {
  const starts = [...sessions.values()].map(([first]) => timeOf(first!));
  expect(starts[0]).toBeGreaterThanOrEqual(SHOP_END_MS - SHOP_DAYS * 86_400_000);
  expect(starts.at(-1)).toBeLessThan(SHOP_END_MS);
  expect(starts.at(-1)! - starts[0]!).toBeGreaterThan((SHOP_DAYS - 1) * 86_400_000);
  const perHour = new Float64Array(24);
  for (const start of starts) perHour[new Date(start).getUTCHours()]! += 1;
  expect(perHour[20]! / (perHour[3]! + 1)).toBeGreaterThan(8);
});

it('searches as often as the real shop', () => {
  const share = rows.search_train.length / rows.browsing_train.length;
  expect(share).toBeGreaterThan(0.018);
  expect(share).toBeLessThan(0.028);
  const clicked = rows.search_train.filter((row) => row['clicked_skus_hash'] !== '').length;
  expect(clicked / rows.search_train.length).toBeGreaterThan(0.1);
});

it('sells few products often and many seldom', () => {
  const counts = new Map<string, number>();
  const looks = rows.browsing_train.filter((row) => actionOf(row) === 'detail');
  for (const row of looks) counts.set(skuOf(row), (counts.get(skuOf(row)) ?? 0) + 1);
  const sorted = [...counts.values()].sort((a, b) => b - a);
  const top = sorted.slice(0, shop.manifest.products / 10).reduce((sum, count) => sum + count, 0);
  expect(top / looks.length).toBeGreaterThan(0.35);
  expect(counts.size).toBeGreaterThan(shop.manifest.products * 0.9);
});

it('lets the last product tell the next far better than popularity does', () => {
  const items = [...sessions.values()].map((events) =>
    events.filter((row) => actionOf(row) === 'detail').map(skuOf),
  );
  const known = Math.floor(items.length * 0.8);
  const follows = new Map<string, Map<string, number>>();
  const popularity = new Map<string, number>();
  const count = (counts: Map<string, number>, sku: string): unknown =>
    counts.set(sku, (counts.get(sku) ?? 0) + 1);
  for (const session of items.slice(0, known)) {
    session.forEach((sku, index) => {
      count(popularity, sku);
      const last = session[index - 1];
      if (last === undefined) return;
      if (!follows.has(last)) follows.set(last, new Map());
      count(follows.get(last)!, sku);
    });
  }
  const rank = (counts: Map<string, number>): string[] =>
    [...counts]
      .sort(([, a], [, b]) => b - a)
      .slice(0, 20)
      .map(([sku]) => sku);
  const popular = rank(popularity);
  let pairs = 0;
  let byLast = 0;
  let byPopularity = 0;
  for (const session of items.slice(known)) {
    session.slice(1).forEach((sku, index) => {
      pairs++;
      byLast +=
        1 /
        (1 + indexOrInfinity(rank(follows.get(session[index]!) ?? new Map<string, number>()), sku));
      byPopularity += 1 / (1 + indexOrInfinity(popular, sku));
    });
  }
  expect(byLast / pairs).toBeGreaterThan(0.2);
  expect(byLast / pairs).toBeGreaterThan(4 * (byPopularity / pairs));
});

function indexOrInfinity(list: readonly string[], value: string): number {
  const index = list.indexOf(value);
  return index < 0 ? Infinity : index;
}

it('puts the vectors of a category closer to each other than to others', () => {
  const described = rows.sku_to_content.filter((row) => row['category_hash'] !== '');
  const vectors = described.map((row) => JSON.parse(row['description_vector']!) as number[]);
  const similar = { same: [] as number[], other: [] as number[] };
  for (let a = 0; a < 100; a++) {
    for (let b = a + 1; b < 100; b++) {
      const isSame = described[a]!['category_hash'] === described[b]!['category_hash'];
      similar[isSame ? 'same' : 'other'].push(cosine(vectors[a]!, vectors[b]!));
    }
  }
  const mean = (values: number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean(similar.same)).toBeGreaterThan(0.7);
  expect(Math.abs(mean(similar.other))).toBeLessThan(0.2);
});

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]): number =>
    x.reduce((sum, value, at) => sum + value * y[at]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
