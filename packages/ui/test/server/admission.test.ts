import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRunNotes } from '@lf/flow';
import { startUi, type RunningUi } from '../../src/index.ts';
import { writtenPlace, type WrittenPlace } from '../history-place.ts';
import { ask, own, send, tokenOf } from './requests.ts';

let place: WrittenPlace;
let ui: RunningUi;
const resumed: string[] = [];
beforeAll(async () => {
  place = await writtenPlace();
  await place.add({ runId: 'secret-run', status: 'failed' });
  ui = await startUi({
    ...place,
    port: 0,
    endpoints: async () => [],
    resume: async ({ runId }) => void resumed.push(runId),
  });
});
afterAll(async () => {
  await ui.close();
  await place.remove();
});

it('puts the token of the address into a cookie that no other site sends, and out of the address', async () => {
  const first = await ask(ui, `/runs/secret-run?log=x&token=${tokenOf(ui)}`);
  expect(first).toMatchObject({ status: 303, headers: { location: '/runs/secret-run?log=x' } });
  expect(first.headers['set-cookie']).toEqual([
    `lf-ui-${ui.port}=${tokenOf(ui)}; Path=/; HttpOnly; SameSite=Strict`,
  ]);
  expect(await ask(ui, '/', { headers: own(ui) })).toMatchObject({ status: 200 });
});

it.each([
  ['no token', '/', {}, 401],
  ['another token', '/?token=guess', {}, 401],
  ['another cookie', '/', { cookie: 'lf-ui=x' }, 401],
  ['the name of another site', '/', { host: 'evil.example' }, 403],
  ['the name of another site and our port', '/', { host: 'evil.example:80' }, 403],
  ['a page of another site', '/', { 'sec-fetch-site': 'cross-site' }, 403],
  ['a page of another port of this machine', '/', { 'sec-fetch-site': 'same-site' }, 403],
])('lets nobody in with %s', async (_, path, headers, status) => {
  const cookie = 'cookie' in headers || status === 401 ? {} : { cookie: own(ui)['cookie'] ?? '' };
  const answer = await ask(ui, path, { headers: { ...cookie, ...headers } });
  expect(answer.status).toBe(status);
  expect(answer.body).not.toContain('secret-run');
  expect(answer.headers['set-cookie']).toBeUndefined();
});

describe('an action', () => {
  it.each([
    ['of another site', { origin: 'http://evil.example' }, 403],
    ['of another port', { origin: 'http://127.0.0.1:1' }, 403],
    ['of a page without an origin', { origin: 'null' }, 403],
    ['that another site began', { 'sec-fetch-site': 'cross-site' }, 403],
    ['without the cookie', { cookie: '' }, 401],
    ['that is no form', { 'content-type': 'text/plain' }, 415],
  ])('%s does nothing', async (_, headers, status) => {
    for (const action of ['resume', 'pin', 'notes', 'stop']) {
      const fields = { pinned: 'yes', text: 'x', version: '' };
      const answer = await send(ui, `/runs/secret-run/${action}`, fields, headers);
      expect(answer.status).toBe(status);
    }
    expect(resumed).toEqual([]);
    const run = { flow: 'intent', runId: 'secret-run' };
    expect(await readRunNotes(place.store, run)).toMatchObject({ version: null });
  });

  it('is not done by a link', async () => {
    expect(await ask(ui, '/runs/secret-run/resume', { headers: own(ui) })).toMatchObject({
      status: 404,
    });
    expect(resumed).toEqual([]);
  });

  it('takes no form without an end', async () => {
    const answer = await send(ui, '/runs/secret-run/notes', { text: 'x'.repeat(300_000) });
    expect(answer.status).toBe(413);
  });
});

it('lets its pages load and ask nothing but itself', async () => {
  const { headers } = await ask(ui, '/', { headers: own(ui) });
  expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
  expect(headers).toMatchObject({
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'same-origin',
  });
});

it('answers what a browser would not send', async () => {
  expect((await ask(ui, '/', { method: 'DELETE', headers: own(ui) })).status).toBe(405);
  expect((await ask(ui, '/%ff', { headers: own(ui) })).status).toBe(400);
  expect((await ask(ui, '/runs/secret-run/%2e%2e/x', { headers: own(ui) })).status).toBe(404);
  expect((await send(ui, '/', {})).status).toBe(404);
});

it('names the port that another program has', async () => {
  const options = { ...place, endpoints: async () => [], resume: async () => undefined };
  await expect(startUi({ ...options, port: ui.port })).rejects.toMatchObject({
    code: 'ui_port_taken',
    message: `Showing runs: port ${ui.port} of this machine is taken; choose another with --port, or leave it out.`,
  });
});
