import { findRun, listRuns, pinRun, unpinRun } from '@lf/flow';
import { withTestCredentials } from '@lf/test-doubles/s3';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/gc/things.ts';
import { openGcPlace, requireWhole, runSmall, type GcPlace } from './gc-place.ts';

withTestCredentials();

const bytes = (text: string) => new TextEncoder().encode(text);
const names = (findings: readonly Finding[], kind: Finding['kind']) =>
  findings.filter((each) => each.kind === kind).map(({ name }) => name);
const whyOf = (findings: readonly Finding[], name: string) =>
  findings.find((each) => each.name === name)?.why;

describe.each(['file', 's3'] as const)('lf gc of a datastore of kind %s', (kind) => {
  let place: GcPlace;
  beforeEach(async () => {
    place = await openGcPlace(kind);
    for (const [runId, seed] of [
      ['r1', 0],
      ['r2', 1],
      ['r3', 2],
      ['r4', 1],
    ] as const) {
      await runSmall(place.store, runId, { seed, ...(runId === 'r2' && { tags: ['paper'] }) });
      await place.age(10);
    }
  });

  it('removes nothing unless it is told to, and says what it would', async () => {
    const before = await place.keys();
    const { isDryRun, unneeded } = await place.collect({ removes: false, keepLast: 1 });
    expect(isDryRun).toBe(true);
    expect(names(unneeded, 'run')).toEqual(['small/r1', 'small/r2', 'small/r3']);
    expect(await place.keys()).toEqual(before);
    const done = await place.collect({ keepLast: 1 });
    expect(done.unneeded).toEqual(unneeded);
    expect(done.failed).toEqual([]);
    const after = await place.keys();
    expect(before.filter((key) => !after.includes(key)).length).toBeGreaterThan(
      names(unneeded, 'artifact').length,
    );
    expect((await place.collect({ keepLast: 1 })).unneeded).toEqual([]);
  });

  it('removes requests to asynchronous endpoints that nobody waits for, and their answers', async () => {
    const old = ['async/in/a.json', 'async/out/a.out', 'async/failed/b-error.out'];
    for (const key of old) await place.store.put(key, bytes('x'));
    await place.age(10);
    await place.store.put('async/in/c.json', bytes('y'));
    // However short the grace: an answer may come for hours
    const { unneeded, kept } = await place.collect({ graceHours: 0 });
    expect([...names(unneeded, 'asynchronous request')].sort()).toEqual([...old].sort());
    expect(whyOf(kept, 'async/in/c.json')).toBe('young: somebody may wait for its answer');
    expect(await place.keys('async/')).toEqual(['async/in/c.json']);
  });

  it('keeps all runs without a rule, and says so', async () => {
    const { unneeded, kept } = await place.collect();
    expect(unneeded).toEqual([]);
    expect(whyOf(kept, 'small/r1')).toBe('neither --keep-last nor --keep-days was given');
  });

  it('keeps what is pinned, tagged, young or of the last, and what these need, whole', async () => {
    await pinRun(place.store, 'r1', { reason: 'of the paper', now: new Date() });
    const { unneeded, kept } = await place.collect({
      ...{ keepLast: 1, keepDays: 20, keepTags: ['paper'] },
    });
    expect(names(unneeded, 'run')).toEqual(['small/r3']);
    expect(whyOf(kept, 'small/r1')).toBe('pinned (of the paper)');
    expect(whyOf(kept, 'small/r2')).toBe('tagged paper');
    expect(whyOf(kept, 'small/r4')).toBe('younger than 20 days');
    // Of r3 alone; r1 and r2 share the rest
    expect(names(unneeded, 'artifact')).toHaveLength(1);
    for (const { runId } of await listRuns(place.store)) await requireWhole(place.store, runId);
    await unpinRun(place.store, 'r1');
    const later = await place.collect({ keepLast: 1, keepDays: 5 });
    expect(names(later.unneeded, 'run')).toEqual(['small/r1', 'small/r2']);
    await requireWhole(place.store, 'r4');
  });

  it('keeps an artifact that is not yet named while it is young, and nothing for a damaged result', async () => {
    await place.store.put(`artifacts/sha256/aa/${'a'.repeat(64)}`, bytes('x'));
    const young = await place.collect();
    expect(young.unneeded).toEqual([]);
    await place.age(3);
    await place.store.put('runs/small/r1/make/1/result.json', bytes('{"cut'));
    const inDoubt = await place.collect();
    expect(inDoubt.unneeded).toEqual([]);
    expect(whyOf(inDoubt.kept, `artifacts/sha256/aa/${'a'.repeat(64)}`)).toContain(
      'r1 cannot be read',
    );
    await place.collect({ keepLast: 3 });
    expect(await place.keys('artifacts/sha256/aa/')).toEqual([]);
  });

  it('keeps a run that is served, that an endpoint goes back to, or that the public API reads', async () => {
    const models = ['r1', 'r2', 'r3'].map((runId) => `models/intent/${runId}/model.tar.gz`);
    for (const key of models) await place.store.put(key, bytes('bundle'));
    await place.age(0);
    const state =
      kind === 'file' ? join(place.folder, 'store/endpoints') : join(place.folder, '.lf/endpoints');
    await mkdir(state, { recursive: true });
    const version = (runId: string) => ({
      bundlePath: `/somewhere/models/intent/${runId}/model.tar.gz`,
      bundleDigest: '',
      startedAt: '2026-01-01T00:00:00.000Z',
    });
    await writeFile(
      join(state, 'intent-1-endpoint.endpoint.json'),
      JSON.stringify({
        ...{ schemaVersion: 1, name: 'intent-1-endpoint', flow: 'intent', pid: 2 ** 22 },
        ...{ processStart: '1', host: '127.0.0.1', port: 1, url: 'http://127.0.0.1:1' },
        ...{ ...version('r1'), command: [], logPath: '' },
        previous: [{ name: 'intent-0-endpoint', ...version('r2') }],
      }),
    );
    const apiBundle = 's3://bucket/shop/models/intent/r3/model.tar.gz';
    const { kept, unneeded } = await place.collect({ keepLast: 1, apiBundle });
    expect(names(unneeded, 'run')).toEqual([]);
    expect(whyOf(kept, 'small/r1')).toBe(
      'its model is served by intent-1-endpoint (which does not run: lf endpoint stop intent-1-endpoint)',
    );
    expect(whyOf(kept, 'small/r2')).toBe('intent-1-endpoint rolls back to its model');
    expect(whyOf(kept, 'small/r3')).toBe('LF_API_BUNDLE names its model');
    await place.collect({ keepLast: 1 });
    expect(await place.keys('models/')).toEqual(models.slice(0, 2));
  });

  it('killed at any deletion leaves each run whole or gone, and the next one ends the work', async () => {
    await place.store.put('models/intent/r1/model.tar.gz', bytes('bundle'));
    await place.store.put(`code/${'c'.repeat(64)}.json`, bytes('{}'));
    await place.store.put(`code/${'c'.repeat(64)}.tar.gz`, bytes('code'));
    await place.store.put('_probe/1', bytes('1'));
    await place.age(3);
    const all = new Map<string, Uint8Array>();
    for (const key of await place.keys()) all.set(key, await place.store.get(key));
    let last: readonly string[] = [];
    for (let nth = 0; nth < 200; nth += 1) {
      let deleted = 0;
      const { store } = place;
      const dying = {
        ...store,
        delete: (key: string, options?: { readonly etag: string }) => {
          deleted += 1;
          if (deleted <= nth) return store.delete(key, options);
          return Promise.reject(Object.assign(new Error('killed'), { code: 'deletion_lost' }));
        },
      };
      const ended = await place.collect({ keepLast: 1 }, dying).then(
        () => 'ended',
        () => 'killed',
      );
      for (const { runId } of await listRuns(store)) {
        await requireWhole(store, runId);
        const whole = [...all.keys()].filter((key) => key.includes(`/${runId}/`));
        const there = await place.keys();
        expect([nth, runId, whole.filter((key) => !there.includes(key))]).toEqual([nth, runId, []]);
      }
      // The process that was killed holds nothing any more
      for (const key of await place.keys()) if (/_gc\/|_lock\//.test(key)) await store.delete(key);
      await place.collect({ keepLast: 1 });
      const now = await place.keys();
      if (nth > 0) expect(now).toEqual(last);
      last = now;
      await requireWhole(store, 'r4');
      if (ended === 'ended') return;
      for (const [key, body] of all) await store.put(key, body);
      await place.age(0.0001);
      await place.age(3);
    }
    throw new Error('more deletions than there are keys');
  }, 480_000);

  it('keeps what a process of this or another host has, until that host is said to be gone', async () => {
    const lock = {
      ...{ pid: 7, host: 'elsewhere', boot: null, space: null, bornAt: null },
      ...{ since: new Date().toISOString(), token: 't' },
    };
    await place.store.put('runs/small/r1/_lock/owner.json', bytes(JSON.stringify(lock)));
    const { kept } = await place.collect({ keepLast: 1 });
    expect(whyOf(kept, 'small/r1')).toMatch(/^under way: process 7 on elsewhere has it since/);
    await requireWhole(place.store, 'r1');
    await place.collect({ keepLast: 1, goneHosts: ['elsewhere'] });
    await expect(findRun(place.store, 'r1')).rejects.toThrow();
  });

  if (kind === 'file') {
    it('leaves no empty folders of removed runs', async () => {
      await place.collect({ keepLast: 1 });
      expect(await readdir(join(place.folder, 'store/runs/small'))).toEqual(['r4']);
    });
  }
});
