import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { setVariable, startFakeS3, withTestCredentials } from '@lf/test-doubles/s3';
import type { RequestLogSettings } from '@lf/serving';
import { bundleFolder, startServing, type Started } from './in-process.ts';
import { oneHot } from './tiny-bundle.ts';

/** start, view, add, end */
const SESSION = [0, 6, 2, 1];
const question = (...sessions: (readonly number[])[]) => ({
  instances: sessions.map((session) => oneHot(session)),
});

withTestCredentials();

let bundles: Awaited<ReturnType<typeof bundleFolder>>;
let bundle: string;
let folder: string;
let endpoint: Started | undefined;

beforeAll(async () => {
  bundles = await bundleFolder();
  bundle = await bundles.version('one.tar.gz', 1);
});
afterAll(() => bundles.remove());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lf-request-log-'));
});
afterEach(async () => {
  await endpoint?.drain();
  endpoint = undefined;
  await rm(folder, { recursive: true, force: true });
});

async function start(log: Partial<RequestLogSettings> = {}, publicApi = false): Promise<Started> {
  endpoint = await startServing({
    bundle,
    publicApi,
    requestLog: {
      place: { kind: 'folder', path: folder },
      sampleRatio: 1,
      maxBytes: 2 ** 20,
      ...log,
    },
  });
  return endpoint;
}

async function linesAfterDrain(started: Started): Promise<readonly Record<string, unknown>[]> {
  await started.drain();
  endpoint = undefined;
  const names = (await readdir(folder)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts
    .join('')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the log of the traffic', () => {
  it('keeps what was asked, what was answered and what became of it, joined by a hash of the id', async () => {
    const started = await start();
    const asked = await started.send('POST', '/invocations', question(SESSION, [0, 5, 1]), {
      'x-request-id': 'shopper-7',
      'x-session-id': 'secret-session',
    });
    const { predictions } = (await asked.json()) as { predictions: [[number], [number]] };
    expect(asked.headers.get('x-request-id')).toBe('shopper-7');
    const told = await started.send('POST', '/outcomes', {
      outcomes: [{ requestId: 'shopper-7', instance: 1, purchased: true }],
    });
    expect(told.status).toBe(200);
    expect(await told.json()).toEqual({ accepted: 1, unsampled: 0, dropped: 0 });
    const lines = await linesAfterDrain(started);
    const [first, second, outcome] = lines;
    expect(lines).toHaveLength(3);
    expect(first).toMatchObject({ lf: 'request', kind: 'intent', session: '62' });
    expect(first?.['p']).toBe(predictions[0][0]);
    expect(second).toMatchObject({ i: 1, session: '5', p: predictions[1][0], id: first?.['id'] });
    expect(outcome).toMatchObject({ lf: 'outcome', i: 1, purchased: true, id: first?.['id'] });
    const text = JSON.stringify(lines);
    for (const secret of ['shopper-7', 'secret-session', '127.0.0.1']) {
      expect(text).not.toContain(secret);
    }
  });

  it('tells requests of one session, of /invocations and of /predict alike; a batch is of none', async () => {
    const started = await start({}, true);
    const headers = { 'x-session-id': 'secret-session' };
    await started.send('POST', '/invocations', question(SESSION), headers);
    await started.send('GET', '/predict?session=view,add', undefined, headers);
    await started.send('POST', '/invocations', question(SESSION, SESSION), headers);
    const [one, two, ...batch] = (await linesAfterDrain(started)) as { s?: string }[];
    expect(one?.s).toMatch(/^[\w-]{16}$/);
    expect(two?.s).toBe(one?.s);
    expect(batch.map(({ s }) => s)).toEqual([undefined, undefined]);
  });

  it('keeps the sessions of GET /predict by the id that the answer has', async () => {
    const started = await start({}, true);
    const asked = await started.get('/predict?session=view,add');
    const { prediction } = (await asked.json()) as { prediction: number };
    const requestId = asked.headers.get('x-request-id') ?? '';
    await started.send('POST', '/outcomes', { outcomes: [{ requestId, purchased: false }] });
    const [request, outcome] = await linesAfterDrain(started);
    expect(request).toMatchObject({ lf: 'request', session: '62', p: prediction });
    expect(outcome?.['id']).toBe(request?.['id']);
  });

  it('keeps the asked share of the requests, and the outcomes of these alone', async () => {
    const started = await start({ sampleRatio: 0.5 });
    const ids = Array.from({ length: 100 }, (_, place) => `request-${place}`);
    for (const id of ids) {
      await started.send('POST', '/invocations', question(SESSION), { 'x-request-id': id });
    }
    const told = await started.send('POST', '/outcomes', {
      outcomes: ids.map((requestId) => ({ requestId, purchased: true })),
    });
    const { accepted, unsampled } = (await told.json()) as Record<string, number>;
    expect(Number(accepted) + Number(unsampled)).toBe(100);
    const lines = await linesAfterDrain(started);
    const idsOf = (kind: string) => lines.filter(({ lf }) => lf === kind).map(({ id }) => id);
    expect(idsOf('request')).toHaveLength(Number(accepted));
    expect(new Set(idsOf('request'))).toEqual(new Set(idsOf('outcome')));
    // Six standard deviations of a binomial draw
    expect(Math.abs(Number(accepted) - 50)).toBeLessThan(30);
  });

  it('stays within its bytes while requests go on, and keeps the latest', async () => {
    const maxBytes = 64 * 1024;
    const started = await start({ maxBytes });
    const many = question(...Array.from({ length: 200 }, () => SESSION));
    const newest = async () => (await readdir(folder)).sort().at(-1) ?? '';
    let most = 0;
    for (let round = 0; round < 40; round++) {
      const asked = await started.send('POST', '/invocations', many, {
        'x-request-id': `round-${round}`,
      });
      expect(asked.status).toBe(200);
      const sizes = await Promise.all(
        (await readdir(folder)).map(async (name) =>
          stat(join(folder, name)).then(
            ({ size }) => size,
            () => 0,
          ),
        ),
      );
      most = Math.max(
        most,
        sizes.reduce((sum, size) => sum + size, 0),
      );
    }
    expect(most).toBeGreaterThan(maxBytes / 2);
    expect(most).toBeLessThanOrEqual(maxBytes);
    // The last line of all that was asked
    await expect
      .poll(async () => (await readFile(join(folder, await newest()), 'utf8')).trimEnd(), {
        timeout: 60_000,
      })
      .toMatch(/"i":199,[^\n]*$/);
  });

  it('answers on where the folder cannot be written, and counts what it lost', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const started = await start({ place: { kind: 'folder', path: join(file, 'below') } });
    for (let round = 0; round < 3; round++) {
      expect((await started.send('POST', '/invocations', question(SESSION))).status).toBe(200);
    }
    await expect
      .poll(() => started.metric('lf_request_log_lines_total', { fate: 'failed' }), {
        timeout: 60_000,
      })
      .toBe(3);
    expect(started.log.some(({ event }) => event === 'request_log_failed')).toBe(true);
  });

  it('writes on after its folder was removed', async () => {
    const started = await start();
    await started.send('POST', '/invocations', question(SESSION));
    await expect.poll(() => readdir(folder), { timeout: 60_000 }).toHaveLength(1);
    await rm(folder, { recursive: true });
    await started.send('POST', '/invocations', question(SESSION));
    expect(await linesAfterDrain(started)).toHaveLength(1);
  });

  it.each([
    ['text', '{"outcomes": [', 'json_malformed'],
    ['nothing', '', 'body_missing'],
    ['no list', '{}', 'outcomes_invalid'],
    ['an empty list', '{"outcomes": []}', 'outcomes_invalid'],
    ['no id', '{"outcomes": [{"purchased": true}]}', 'outcomes_invalid'],
    ['no outcome', '{"outcomes": [{"requestId": "a"}]}', 'outcomes_invalid'],
    [
      'two',
      '{"outcomes": [{"requestId": "a", "purchased": true, "next": "b"}]}',
      'outcomes_invalid',
    ],
    ['a word', '{"outcomes": [{"requestId": "a", "purchased": "yes"}]}', 'outcomes_invalid'],
    [
      'a strange field',
      '{"outcomes": [{"requestId": "a", "purchased": true, "ip": "x"}]}',
      'outcomes_invalid',
    ],
  ])('refuses outcomes of %s', async (_name, body, code) => {
    const started = await start();
    const answer = await fetch(`${started.url}/outcomes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(answer.status).toBe(400);
    const { error } = (await answer.json()) as { error: { code: string; message: string } };
    expect(error.code).toBe(code);
    expect(await linesAfterDrain(started)).toEqual([]);
  });

  it('shows in its metrics what lf drift found last, and nothing before', async () => {
    const started = await start();
    const text = async () => (await fetch(`${started.url}/metrics`)).text();
    expect(await text()).not.toMatch(/^lf_drift_/m);
    const found = {
      model: 'm',
      verdict: 'drift',
      judgedAt: 1_700_000_000,
      psi: { events: 0.31, x: null },
    };
    await writeFile(join(folder, 'drift.json'), JSON.stringify({ version: 1, ...found, live: {} }));
    expect(await text()).toMatch(/^lf_drift_verdict\{model="m"\} 1$/m);
    expect(await started.metric('lf_drift_psi', { column: 'events' })).toBe(0.31);
    await writeFile(join(folder, 'drift.json'), '{"version": 1');
    expect(await text()).not.toMatch(/^lf_drift_/m);
    await rm(join(folder, 'drift.json'));
  });

  it('is not there without the setting', async () => {
    endpoint = await startServing({ bundle });
    const answer = await endpoint.send('POST', '/outcomes', { outcomes: [] });
    expect(answer.status).toBe(404);
  });

  it('is written into a bucket', async () => {
    const s3 = await startFakeS3();
    setVariable('AWS_ENDPOINT_URL_S3', s3.endpoint);
    setVariable('LF_S3_PATH_STYLE', '1');
    try {
      const started = await start({ place: { kind: 's3', bucket: 'bucket', prefix: 'shop/log' } });
      await started.send('POST', '/invocations', question(SESSION));
      await started.drain();
      endpoint = undefined;
      const [[key, object] = []] = [...s3.bucket.objects];
      expect(started.log.filter(({ level }) => level === 'warn')).toEqual([]);
      expect(key).toMatch(/^shop\/log\/\d{4}-\d\d-\d\d\/requests-[0-9a-z-]+\.jsonl$/);
      expect(JSON.parse(String(object?.body))).toMatchObject({ lf: 'request', session: '62' });
    } finally {
      setVariable('AWS_ENDPOINT_URL_S3', undefined);
      setVariable('LF_S3_PATH_STYLE', undefined);
      await s3.close();
    }
  });
});
