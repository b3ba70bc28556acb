import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPin, readRunNotes } from '@lf/flow';
import { bundleScript, GENERATED_SCRIPT } from '../../scripts/bundle-script.ts';
import { startUi, type RunningUi, type ServedEndpoint } from '../../src/index.ts';
import { bundleDigestOf, writtenPlace, type WrittenPlace } from '../history-place.ts';
import { ask, own, send } from './requests.ts';

let place: WrittenPlace;
let ui: RunningUi;
let resumeFault: Error | null = null;
const resumed: string[] = [];
const endpoint: ServedEndpoint = {
  name: 'intent-1-endpoint',
  status: 'live',
  isLive: true,
  url: 'http://127.0.0.1:8080',
  since: '2026-11-29T11:00:00.000Z',
  versions: [{ role: 'serves', bundleDigest: bundleDigestOf('best'), bundle: '/x/model.tar.gz' }],
};
const BAD = `<img src=x onerror=alert(1)>`;

beforeAll(async () => {
  place = await writtenPlace();
  await place.add(
    { runId: 'best', tags: ['nightly', BAD] },
    { metrics: { rocAuc: 0.81 }, curveOf: 10_000, log: `${BAD}\nlast line\n` },
  );
  await place.add(
    { runId: 'wide', tags: ['nightly'], params: { config: { EPOCHS: 7 }, seed: 0 } },
    { metrics: { rocAuc: 0.77 }, curveOf: 20 },
  );
  await place.add({ runId: 'broken', flow: 'rec', status: 'failed' });
  await place.store.put('runs/rec/torn/run.json', Buffer.from('{"flow": '));
  await place.store.put('runs/intent/best/report.html', Buffer.from('<h1>The report</h1>'));
  ui = await startUi({
    ...place,
    port: 0,
    endpoints: async () => [endpoint],
    resume: async ({ runId }) => {
      if (resumeFault !== null) throw resumeFault;
      resumed.push(runId);
    },
  });
});
afterAll(async () => {
  await ui.close();
  await place.remove();
});

const get = async (path: string): Promise<string> => {
  const { status, body } = await ask(ui, path, { headers: own(ui) });
  expect(status, body).toBe(200);
  return body;
};

const rowsOf = (body: string): string[] =>
  [...body.matchAll(/<th scope="row"><a href="\/runs\/([^"]+)"/g)].map(([, id = '']) => id);

describe('the list', () => {
  it('shows every run, and the one whose record is damaged', async () => {
    const body = await get('/');
    expect(rowsOf(body).sort()).toEqual(['best', 'broken', 'wide']);
    expect(body).toContain('damaged');
    expect(body).toContain('4 runs');
  });

  it.each([
    ['flow=rec', ['broken']],
    ['status=failed', ['broken']],
    ['tag=nightly', ['best', 'wide']],
    ['q=WID', ['wide']],
    ['tag=nightly&q=nothing', []],
    ['pinned=yes', []],
  ])('filters by %s', async (query, ids) => {
    expect(rowsOf(await get(`/?${query}`)).sort()).toEqual(ids);
  });

  it('shows a hundred a page', async () => {
    const many = await writtenPlace();
    for (let n = 0; n < 205; n += 1) {
      const runId = `run-${String(n).padStart(3, '0')}`;
      await many.store.put(
        `runs/intent/${runId}/run.json`,
        Buffer.from(
          JSON.stringify({
            ...{ flow: 'intent', runId, params: {}, tags: [], status: 'completed', tasks: [] },
            createdAt: new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString(),
            endedAt: null,
          }),
        ),
      );
    }
    const other = await startUi({
      ...many,
      port: 0,
      endpoints: async () => [],
      resume: async () => undefined,
    });
    try {
      const pageOf = async (path: string) =>
        rowsOf((await ask(other, path, { headers: own(other) })).body);
      expect((await pageOf('/')).slice(0, 2)).toEqual(['run-204', 'run-203']);
      expect(await pageOf('/?page=3')).toEqual([
        'run-004',
        'run-003',
        'run-002',
        'run-001',
        'run-000',
      ]);
      expect(await pageOf('/?page=99')).toHaveLength(5);
      expect(await pageOf('/?page=x')).toHaveLength(100);
    } finally {
      await other.close();
      await many.remove();
    }
  });
});

describe('the page of a run', () => {
  it('shows steps, log, curves, lineage, parameters and the report', async () => {
    const body = await get('/runs/best');
    for (const part of ['Steps', 'last line', '10,000 values', 'EPOCHS', '/runs/best/report']) {
      expect(body).toContain(part);
    }
    expect(body).toContain(`<code>${endpoint.name}</code> serves, live`);
    expect(body.length).toBeLessThan(200_000);
  });

  it('keeps texts of data texts', async () => {
    const body = await get('/runs/best');
    expect(body).not.toContain('<img');
    expect(body).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  it('gives the whole log as text, and the report without an origin', async () => {
    const log = await ask(ui, '/runs/best/log?log=train/1', { headers: own(ui) });
    expect(log).toMatchObject({ status: 200, body: `${BAD}\nlast line\n` });
    expect(log.headers['content-type']).toBe('text/plain; charset=utf-8');
    const report = await ask(ui, '/runs/best/report', { headers: own(ui) });
    expect(report.body).toBe('<h1>The report</h1>');
    expect(report.headers['content-security-policy']).toContain('sandbox allow-scripts;');
    expect((await ask(ui, '/runs/wide/report', { headers: own(ui) })).status).toBe(404);
  });

  it('is not sent again while it is the same', async () => {
    const { headers } = await ask(ui, '/runs/wide', { headers: own(ui) });
    const again = { ...own(ui), 'if-none-match': String(headers['etag']) };
    expect(await ask(ui, '/runs/wide', { headers: again })).toMatchObject({
      status: 304,
      body: '',
    });
    await place.store.put('runs/intent/wide/train/1/log.txt', Buffer.from('three\n'));
    expect(await ask(ui, '/runs/wide', { headers: again })).toMatchObject({ status: 200 });
  });

  it('proposes the nearest run where there is none', async () => {
    const { status, body } = await ask(ui, '/runs/bset', { headers: own(ui) });
    expect(status).toBe(404);
    expect(body).toContain('href="/runs/best"');
  });
});

it('lays runs over each other', async () => {
  const body = await get('/compare?run=best&run=wide&smoothing=0.8&y=log');
  expect(body).toContain('10,020 values');
  expect(body).toContain('-0.04');
  expect(body).toContain('config.EPOCHS');
  expect(body.match(/class="trial /g)).toHaveLength(2);
  expect(body).not.toMatch(/NaN|Infinity/);
  expect(await get('/compare')).toContain('Choose runs');
  const many = Array.from({ length: 25 }, (_, n) => `run=${n}`).join('&');
  expect((await ask(ui, `/compare?${many}`, { headers: own(ui) })).status).toBe(400);
});

it('traces what is served to its run and its data', async () => {
  const body = await get('/lineage');
  expect(body).toContain(endpoint.name);
  expect(body).toMatch(/<span>run<\/span>\s*<a href="\/runs\/best">/);
  expect(body).toContain('dadadadadada');
});

describe('an action', () => {
  it('keeps a note and a pin, and does not write over the words of another', async () => {
    const run = { flow: 'intent', runId: 'wide' };
    const kept = await send(ui, '/runs/wide/notes', { text: 'wider\r\nis better', version: '' });
    expect(kept).toMatchObject({ status: 303, headers: { location: '/runs/wide#notes' } });
    await send(ui, '/runs/wide/pin', { pinned: 'yes', from: 'list' });
    expect(await findPin(place.store, run)).toMatchObject({ reason: null });
    expect(await readRunNotes(place.store, run)).toMatchObject({ text: 'wider\nis better' });
    expect(rowsOf(await get('/?pinned=yes'))).toEqual(['wide']);
    expect(rowsOf(await get('/'))[0]).toBe('wide');
    const late = await send(ui, '/runs/wide/notes', { text: 'other words', version: '' });
    expect(late.status).toBe(409);
    expect(late.body).toContain('other words');
    expect(await readRunNotes(place.store, run)).toMatchObject({ text: 'wider\nis better' });
  });

  it('resumes a run, or says why it did not', async () => {
    expect(await send(ui, '/runs/broken/resume')).toMatchObject({
      status: 303,
      headers: { location: '/runs/broken' },
    });
    expect(resumed).toEqual(['broken']);
    resumeFault = new Error('no data there');
    const { status, body } = await send(ui, '/runs/broken/resume');
    expect(status).toBe(500);
    expect(body).toContain('no data there');
    expect(body).not.toContain('    at ');
  });

  it('says so when there is nothing to stop', async () => {
    const { status, body } = await send(ui, '/runs/best/stop');
    expect(status).toBe(409);
    expect(body).toContain('it has ended');
  });
});

it('has the script that `npm run build:script` makes', async () => {
  expect(await readFile(GENERATED_SCRIPT, 'utf8')).toBe(await bundleScript());
});

it('names commands as it is told to', async () => {
  const empty = await writtenPlace();
  const other = await startUi({
    ...empty,
    port: 0,
    endpoints: async () => [],
    resume: async () => undefined,
    told: (text) => text.replaceAll('lf ', 'npx lf '),
  });
  const shown = async (path: string) => (await ask(other, path, { headers: own(other) })).body;
  try {
    expect(await shown('/')).toContain('Start one: npx lf run intent');
    expect(await shown('/lineage')).toContain('npx lf run intent deploys one');
    await empty.add({ runId: 'bare' });
    expect(await shown('/runs/bare/report')).toContain('npx lf runs report bare');
  } finally {
    await other.close();
    await empty.remove();
  }
});
