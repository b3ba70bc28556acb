import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Serving } from '@lf/endpoint';
import { createApi } from '@lf/serving';
import { temporaryFolder, writeTreesBundle } from '@lf/test-doubles';
import { afterAll, expect, it } from 'vitest';
import { scoreFile } from '../../src/predict/score-file.ts';
import { serveBundle } from '../serve-bundle.ts';

/**
 * A session with times and products gets one number from trees on every way: the endpoint, a Lambda that predicts itself,
 * a Lambda in front of the endpoint, and a batch over the table that has the session.
 */

const MAX_EVENTS = 6;
const START_MS = 1_764_518_400_000;
const ACTIONS = ['view', 'detail', 'add', 'remove'] as const;

interface Event {
  readonly action: (typeof ACTIONS)[number];
  readonly timeMs: number;
  readonly sku: string;
}

/** Sessions shorter and longer than what the model reads, some of whose events have no product. */
const sessions = Array.from({ length: 14 }, (_, session) =>
  Array.from({ length: session + 1 }, (__, at): Event => ({
    action: ACTIONS[(session * 7 + at * 3) % ACTIONS.length] ?? 'view',
    timeMs: START_MS + session * 7_654_321 + at * at * 3_217 + (at % 2) * 250,
    sku: (session + at) % 3 === 0 ? '' : `p${(session + at * at) % 4}`,
  })),
);

let bundle: string;
const servers: Serving[] = [];
afterAll(() => Promise.all(servers.map((server) => server.drain())));

async function served(): Promise<string> {
  const server = await serveBundle(bundle);
  servers.push(server);
  return `http://127.0.0.1:${server.port}`;
}

const queryOf = (events: readonly Event[]) =>
  [
    `session=${events.map(({ action }) => action).join(',')}`,
    `times=${events.map(({ timeMs }) => timeMs).join(',')}`,
    `skus=${events.map(({ sku }) => sku).join(',')}`,
  ].join('&');

function lambda(environment: Readonly<Record<string, string>>) {
  const handler = createApi({
    environment: { LF_API_BUNDLE: bundle, ...environment },
    nowMs: () => performance.now(),
    sleep: async () => undefined,
    random: Math.random,
    newId: randomUUID,
    log: () => undefined,
  });
  return async (rawQueryString: string): Promise<unknown> => {
    const { body } = await handler({ rawPath: '/predict', rawQueryString });
    return numberIn(JSON.parse(body));
  };
}

function numberIn(answer: unknown): unknown {
  return (answer as { readonly prediction?: unknown }).prediction;
}

it('is told the same by the endpoint, by both Lambdas and by a batch', async () => {
  bundle = await writeTreesBundle({ maxEvents: MAX_EVENTS });
  const url = await served();
  const [inside, before] = [
    lambda({ LF_API_INFERENCE: 'bundle' }),
    lambda({ LF_ENDPOINT_URL: url, LF_API_INFERENCE: 'url' }),
  ];
  const answers: unknown[] = [];
  for (const events of sessions) {
    const query = queryOf(events);
    const answer: unknown = await (await fetch(`${url}/predict?${query}`)).json();
    expect(answer).toMatchObject({ context: ['times', 'clock', 'products'] });
    const prediction = numberIn(answer);
    expect([await inside(query), await before(query)]).toEqual([prediction, prediction]);
    answers.push(prediction);
  }
  expect(new Set(answers).size).toBeGreaterThan(5);

  const rows = sessions.flatMap((events, session) =>
    events.map(({ action, timeMs, sku }) => {
      const isView = action === 'view';
      const id = `s${String(session).padStart(2, '0')}`;
      return `${id},${isView ? 'pageview' : 'event_product'},${isView ? '' : action},${sku},${timeMs},`;
    }),
  );
  const header =
    'session_id_hash,event_type,product_action,product_sku_hash,server_timestamp_epoch_ms,hashed_url';
  const folder = temporaryFolder();
  const table = join(folder, 'sessions.csv');
  await writeFile(table, `${[header, ...rows].join('\n')}\n`);
  const out = join(folder, 'out.csv');
  await scoreFile({
    bundle,
    sessions: table,
    out,
    rank: { k: 10, seenItems: 'include' },
    duplicates: 'error',
    maxEventsPerSession: 1_000,
    memoryLimitMb: 512,
    threads: 1,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  const [, ...lines] = (await readFile(out, 'utf8')).trim().split('\n');
  const scored = lines
    .map((line) => line.split(','))
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  expect(scored.map(([, , prediction]) => Math.fround(Number(prediction)))).toEqual(answers);
});
