import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readTraffic } from '../../src/drift/read-traffic.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lf-traffic-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const line = (id: string, t = '2026-01-02T00:00:00Z') =>
  JSON.stringify({
    lf: 'request',
    v: 1,
    t,
    id,
    kind: 'intent',
    model: null,
    session: '62',
    p: 0.5,
  });
const outcome = JSON.stringify({
  lf: 'outcome',
  v: 1,
  t: '2026-01-02T00:00:00Z',
  id: 'a',
  purchased: true,
});

it('skips half a line at the end of a file that a crash cut off, and counts it', async () => {
  await writeFile(join(folder, 'requests-1.jsonl'), `${line('a')}\n${line('b').slice(0, 40)}`);
  await writeFile(join(folder, 'requests-2.jsonl'), `${outcome}\n`);
  const traffic = await readTraffic(folder);
  expect(traffic.requests.map(({ id }) => id)).toEqual(['a']);
  expect(traffic).toMatchObject({ unreadable: 1, foreign: 0, files: 2, isCut: false });
  expect(traffic.outcomes).toHaveLength(1);
});

it.each([
  ['a probability above 1', { p: 1.5 }],
  ['a code of no action', { session: '69' }],
  ['a time in another form', { t: 'yesterday' }],
  ['another version', { v: 2 }],
])('takes no line with %s', async (_name, changed) => {
  const value = { ...(JSON.parse(line('a')) as object), ...changed };
  await writeFile(join(folder, 'requests.jsonl'), `${JSON.stringify(value)}\n${line('b')}\n`);
  const traffic = await readTraffic(folder);
  expect(traffic.requests.map(({ id }) => id)).toEqual(['b']);
  expect(traffic.unreadable).toBe(1);
});

it('reads what a cloud printed, with the time before each line and lines of others between', async () => {
  const path = join(folder, 'exported.log');
  await writeFile(
    path,
    `2026-01-02T00:00:00.123Z ${line('a')}\nSTART RequestId: 1\n{"requestId":"x","status":200}\n${outcome}\n`,
  );
  const traffic = await readTraffic(path);
  expect(traffic).toMatchObject({ foreign: 2, unreadable: 0 });
  expect([traffic.requests.length, traffic.outcomes.length]).toEqual([1, 1]);
});

it('keeps the newest requests where there are more than it takes', async () => {
  await mkdir(join(folder, 'day'));
  await writeFile(join(folder, 'day/requests-1.jsonl'), `${line('old', '2026-01-01T00:00:00Z')}\n`);
  await writeFile(
    join(folder, 'day/requests-2.jsonl'),
    `${line('a')}\n${line('b', '2026-01-03T00:00:00Z')}\n`,
  );
  const traffic = await readTraffic(folder, { maxRequests: 1 });
  expect(traffic.requests.map(({ id }) => id)).toEqual(['b']);
  expect(traffic.isCut).toBe(true);
  const since = await readTraffic(folder, { sinceMs: Date.parse('2026-01-03T00:00:00Z') });
  expect(since.requests.map(({ id }) => id)).toEqual(['b']);
});

it.each(['missing', '.'])('says what to do where there is no log (%s)', async (name) => {
  await expect(readTraffic(join(folder, name))).rejects.toThrow(/LF_REQUEST_LOG/);
});
