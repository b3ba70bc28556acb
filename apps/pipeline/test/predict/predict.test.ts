import {
  BUNDLE_PATHS,
  describeIntentModel,
  describeRecModel,
  packBundleFile,
  serializeVocabulary,
  type BundleParts,
} from '@lf/contract';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Serving } from '@lf/endpoint';
import { encodeSession } from '@lf/serving';
import { startScoreThreads } from '@lf/serving/batch';
import { someWeights } from '@lf/test-doubles';
import { exportIntent } from '@lf/train-intent';
import {
  exportRec,
  listLength,
  parseRecConfig,
  toItemSequences,
  trainRecommender,
} from '@lf/train-rec';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { serveBundle } from '../serve-bundle.ts';
import { Workplace } from '../workplace.ts';

// Each test starts the command line, some of them several times
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const ORIGIN = {
  metrics: {},
  config: {},
  seed: 1,
  dataDigest: `sha256:${'0'.repeat(64)}`,
  versions: {},
} as const;

const HEADER =
  'session_id_hash,event_type,product_action,product_sku_hash,server_timestamp_epoch_ms,hashed_url';
const START_MS = 1_609_462_276_000;
const ITEMS = 40;
const SKUS = Array.from({ length: ITEMS }, (_, item) => (item === 3 ? 'hat, red' : `p${item}`));

/** An event of a session: what was done, and with which product. */
type Event = readonly [action: 'view' | 'detail' | 'add' | 'remove' | 'purchase', sku: string];

/** Numbers in [0, 1) from a fixed seed: Numerical Recipes' linear congruential generator. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const draw = numbers(7);
const skuOf = () => SKUS[Math.floor(draw() * ITEMS)] ?? 'p0';
const ACTIONS = ['view', 'detail', 'add', 'remove', 'purchase'] as const;

/** Sessions of all lengths, one of them longer than the models read, and such as cannot be scored by rec. */
const SESSIONS = new Map<string, readonly Event[]>([
  ...Array.from({ length: 60 }, (_, index): [string, readonly Event[]] => [
    `s${index}`,
    Array.from({ length: index === 9 ? 260 : 1 + Math.floor(draw() * 14) }, (): Event => [
      ACTIONS[Math.floor(draw() * (index % 3 === 0 ? 5 : 4))] ?? 'view',
      skuOf(),
    ]),
  ]),
  ['only, "views"', [['view', '']]],
  [
    'strangers',
    [
      ['detail', 'new-1'],
      ['add', 'new-2'],
    ],
  ],
  [
    'half known',
    [
      ['detail', 'new-1'],
      ['detail', 'hat, red'],
    ],
  ],
]);

const productsOf = (events: readonly Event[]) =>
  events.flatMap(([action, sku]) => (action === 'view' || sku === '' ? [] : [sku]));

function csv(): string {
  const quoted = (text: string) => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [...SESSIONS].flatMap(([id, events]) =>
    events.map(([action, sku], at) =>
      [
        quoted(id),
        action === 'view' ? 'pageview' : 'event_product',
        action === 'view' ? '' : action,
        action === 'view' ? '' : quoted(sku),
        START_MS + at * 1000,
        '',
      ].join(','),
    ),
  );
  // Sessions of a day lie among each other
  const mixed = lines.map((line) => [draw(), line] as const).sort(([a], [b]) => a - b);
  return [HEADER, ...mixed.map(([, line]) => line), ''].join('\n');
}

let place: Workplace;
let sessions: string;
const servers: Serving[] = [];
beforeAll(async () => {
  place = await Workplace.open();
  sessions = await place.write('today.csv', csv());
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.drain()));
  await place.close();
});

async function served(name: string, parts: BundleParts) {
  const bundle = join(place.folder, `${name}.tar.gz`);
  await packBundleFile(parts, bundle);
  const server = await serveBundle(bundle);
  servers.push(server);
  const ask = async (events: readonly string[], more = ''): Promise<Record<string, unknown>> => {
    const session = encodeSession(events);
    const url = `http://127.0.0.1:${server.port}/predict?session=${session}${more}`;
    return (await (await fetch(url)).json()) as Record<string, unknown>;
  };
  return { bundle, ask };
}

async function rowsOf(path: string): Promise<ReadonlyMap<unknown, Record<string, unknown>>> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const rows = await (await connection.run(`SELECT * FROM '${path}'`)).getRowObjectsJson();
  return new Map(rows.map((row) => [row['session_id_hash'], row]));
}

const intentParts: BundleParts = {
  manifest: describeIntentModel(ORIGIN, { maxEvents: 200 }),
  files: exportIntent(someWeights(12), { maxEvents: 200 }),
};

describe('an intent model', () => {
  let bundle: string;
  let ask: Awaited<ReturnType<typeof served>>['ask'];
  beforeAll(async () => {
    ({ bundle, ask } = await served('intent', intentParts));
  });
  const predict = (...args: readonly string[]) =>
    place.lf(['predict', '--bundle', bundle, '--sessions', sessions, ...args]);

  it('gives every session the probability that its endpoint gives', async () => {
    const out = join(place.folder, 'intent.parquet');
    const { code, stdout, stderr } = await predict('--out', out, '--json');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const rows = await rowsOf(out);
    expect([...rows.keys()].sort()).toEqual([...SESSIONS.keys()].sort());
    const scopes: Record<string, number> = {};
    for (const [id, events] of SESSIONS) {
      const actions = events.map(([action]) => action);
      const { prediction } = await ask(actions);
      const scope = actions.includes('purchase')
        ? 'already_bought'
        : actions.includes('add')
          ? 'in_scope'
          : 'no_add_yet';
      scopes[scope] = (scopes[scope] ?? 0) + 1;
      const row = rows.get(id);
      expect(row).toMatchObject({ events: events.length, scope, reason: null });
      expect(Math.abs(Number(row?.['prediction']) - Number(prediction))).toBeLessThan(1e-6);
    }
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'intent',
      sessions: SESSIONS.size,
      scored: SESSIONS.size,
      unscored: {},
      notes: scopes,
      out,
    });
  });

  it('tells of sessions that are too long, and scores the others', async () => {
    await place.write('.env', 'LF_MAX_SESSION_EVENTS=200\n');
    const out = join(place.folder, 'intent.csv');
    const { code, stdout } = await predict('--out', out);
    await place.write('.env', '');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^62 of 63 sessions scored by intent [0-9a-f]{12} in /);
    expect(stdout).toMatch(/not scored, too_many_events .*: 1$/m);
    expect((await readFile(out, 'utf8')).split('\n')).toContain('s9,260,,,too_many_events');
  });

  it.each([
    [
      'a name that ends otherwise',
      ['--out', 'out.json'],
      /expected --out to end with .parquet or .csv/,
    ],
    [
      'its own input as --out',
      ['--out', 'today.csv'],
      /expected --out to differ from the input file/,
    ],
    ['--k 0', ['--out', 'x.csv', '--k', '0'], /from 1 to 100/],
  ])('refuses %s', async (_, args, message) => {
    const { code, stderr } = await predict(...args);
    expect(code).toBeGreaterThan(0);
    expect(stderr).toMatch(message);
  });

  it('ends threads that still load the model, without bringing the process down', async () => {
    for (let round = 0; round < 5; round += 1) {
      await startScoreThreads({ bundle, threads: 4 }).close();
    }
  });

  it('names what it looked for where there is no such model or a bad row, and leaves nothing', async () => {
    const files = await readdir(place.folder);
    const unknown = await place.lf([
      'predict',
      '--bundle',
      'intent-1',
      '--sessions',
      sessions,
      '--out',
      'o.csv',
    ]);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toMatch(
      /expected a model.tar.gz, an endpoint .* or a run .* found none/,
    );
    const bad = await place.write('bad.csv', `${HEADER}\ns1,pageview,buy,p1,${START_MS},\n`);
    const failed = await place.lf([
      'predict',
      '--bundle',
      bundle,
      '--sessions',
      bad,
      '--out',
      'o.csv',
    ]);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/line 2/);
    expect(failed.stderr).not.toMatch(/\n\s+at /);
    expect(await readdir(place.folder)).toEqual(
      expect.arrayContaining(files.filter((name) => name !== 'o.csv')),
    );
    expect(await readdir(place.folder)).not.toContain('o.csv');
  });
});

describe.each(['KNN', 'VSKNN', 'BLEND', 'PRODB'] as const)('a rec model, %s', (choice) => {
  it('names the products that its endpoint names', async () => {
    const item = () => Math.floor(draw() * ITEMS);
    const some = (count: number) =>
      toItemSequences(Array.from({ length: count }, () => [item(), item(), item(), item()]));
    const recommender = await trainRecommender({
      choice,
      train: some(400),
      ...(choice === 'BLEND' && { validation: some(100) }),
      itemCount: ITEMS,
      config: parseRecConfig(choice, choice === 'PRODB' ? { EPOCHS: 1 } : {}),
      seed: 1,
    });
    const { bundle, ask } = await served(choice, {
      manifest: describeRecModel(ORIGIN, { k: listLength(ITEMS) }),
      files: {
        [BUNDLE_PATHS.vocabulary]: serializeVocabulary(SKUS),
        ...exportRec(recommender.serialize()),
      },
    });
    const out = join(place.folder, `${choice}.parquet`);
    const { code, stdout, stderr } = await place.lf([
      'predict',
      ...['--bundle', bundle, '--sessions', sessions, '--out', out, '--json'],
    ]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const rows = await rowsOf(out);
    expect(rows.size).toBe(SESSIONS.size);
    for (const [id, events] of SESSIONS) {
      const products = productsOf(events);
      const row = rows.get(id);
      if (products.length === 0) {
        expect(row).toMatchObject({ prediction: null, scores: null, reason: 'no_product' });
        continue;
      }
      const answer = await ask(products);
      expect(row).toMatchObject({
        fallback: answer['fallback'],
        unknown: products.filter((sku) => !SKUS.includes(sku)).length,
        reason: null,
      });
      expect(row?.['prediction']).toEqual(answer['prediction']);
      const scores = answer['scores'] as number[];
      const own = row?.['scores'] as number[];
      expect(own).toHaveLength(scores.length);
      own.forEach((score, place) => expect(score).toBeCloseTo(scores[place] ?? NaN, 6));
    }
    expect(JSON.parse(stdout)).toMatchObject({
      kind: 'rec',
      sessions: SESSIONS.size,
      notes: { fallback: 1, unknown_products: 2 },
    });
  });
});
