import { guardWrites, openStore, type ObjectStore } from '@lf/dataset';
import { flow, performTask, runFlowIn, surveyRuns, type World } from '@lf/flow';
import { startFakeS3, type FakeS3 } from '@lf/test-doubles/s3';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, utimes } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { onTestFinished, vi } from 'vitest';
import { collect, type Collected, type CollectOptions } from '../../src/gc/collect.ts';
import { isProcessAlive } from './is-alive.ts';

const NOW_MS = Date.now();
const DAY_MS = 24 * 60 * 60 * 1000;

/** Two steps whose artifacts many runs have in common: `seed` decides their content. */
const small = flow<{ readonly seed: number; readonly waitMs: number }>('small')
  .step('make', {
    run: async ({ params, putJson }) => {
      const data = await putJson({ data: params.seed % 3 });
      await sleep(params.waitMs);
      return { data };
    },
  })
  .step('use', {
    after: 'make',
    run: async ({ params, inputs, getJson, putBytes }) => {
      await getJson(inputs.make.data);
      const model = await putBytes(Uint8Array.of(params.seed % 2), 'application/octet-stream');
      await sleep(params.waitMs);
      return { model };
    },
  });

/** Steps in this process: what a child does, without the child. */
const inProcess: World = {
  now: () => new Date(),
  elapsedMs: () => performance.now(),
  wait: (ms) => sleep(ms),
  uniqueName: randomUUID,
  self: async () => ({ pid: process.pid, host: hostname(), boot: null, space: null, bornAt: null }),
  isAlive: isProcessAlive,
  salvage: async () => undefined,
  openAttempt: async (store) => ({
    note: () => undefined,
    close: async () => undefined,
    run: async ({ taskKey }) => {
      const workDir = tmpdir();
      const say = (): void => undefined;
      await performTask({ flows: [small], store, task: taskKey, workDir, print: say, send: say });
      return { error: null, stack: null };
    },
  }),
};

export const runSmall = (
  store: ObjectStore,
  runId: string,
  { seed = 0, waitMs = 0, tags = [] as readonly string[] } = {},
) =>
  runFlowIn(inProcess, small, {
    ...{ store, runId, tags, params: { seed, waitMs }, handleSignals: false },
  });

/** A datastore of either kind, and a way to make what is in it old. */
export interface GcPlace {
  readonly store: ObjectStore;
  readonly folder: string;
  /** The server of a store in S3. */
  readonly s3: FakeS3 | null;
  /** The same datastore as another machine opens it: with no copy of anything. */
  readonly elsewhere: () => ObjectStore;
  /** Sets the time of every object, and of each run's record, so many days back. */
  readonly age: (days: number) => Promise<void>;
  readonly collect: (options?: Partial<CollectOptions>, store?: ObjectStore) => Promise<Collected>;
  readonly keys: (prefix?: string) => Promise<readonly string[]>;
}

const guarded = (store: ObjectStore): ObjectStore =>
  guardWrites(store, { isGuarded: (key) => /^(artifacts|code|datasets)\/|\/pin\.json$/.test(key) });

/** @param kind of the store; gone when the test ends */
export async function openGcPlace(kind: 'file' | 's3'): Promise<GcPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'lf-gc-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  // The machine's own: state of endpoints, scratch, cache
  vi.stubEnv('HOME', folder);
  vi.stubEnv('TMPDIR', join(folder, 'tmp'));
  vi.stubEnv('LF_S3_CACHE_DIR', join(folder, 'cache'));
  onTestFinished(() => void vi.unstubAllEnvs());
  const { open, s3, setTimes } = await (kind === 'file' ? ofFiles(folder) : ofS3(folder));
  const elsewhere = (): ObjectStore => guarded(open(randomUUID()));
  const store = guarded(open('cache'));
  const keys = async (prefix = ''): Promise<readonly string[]> => {
    const found: string[] = [];
    for await (const key of store.list(prefix)) found.push(key);
    return found;
  };
  return {
    store,
    folder,
    s3,
    elsewhere,
    keys,
    async age(days) {
      for (const key of await keys('runs/')) {
        if (!key.endsWith('/run.json')) continue;
        const record: unknown = JSON.parse(new TextDecoder().decode(await store.get(key)));
        const { createdAt } = record as { createdAt: string };
        const earlier = new Date(Date.parse(createdAt) - days * DAY_MS).toISOString();
        const text = JSON.stringify({ ...(record as object), createdAt: earlier });
        await store.put(key, new TextEncoder().encode(text));
      }
      await setTimes(await keys(), new Date(NOW_MS - days * DAY_MS));
    },
    collect: (options = {}, of = store) =>
      collect(of, {
        ...{ keepLast: null, keepDays: null, keepTags: [], graceHours: 48, cacheDays: 30 },
        ...{ goneHosts: [], scratchDays: 7, removes: true, apiBundle: undefined },
        ...{ asksSageMaker: false, queue: null, nowMs: Date.now() },
        ...options,
      }),
  };
}

interface OfKind {
  /** @param cache name of the folder of its copies */
  readonly open: (cache: string) => ObjectStore;
  readonly s3: FakeS3 | null;
  readonly setTimes: (keys: readonly string[], time: Date) => Promise<void>;
}

async function ofFiles(folder: string): Promise<OfKind> {
  const inner = openStore(`file:${join(folder, 'store')}`);
  return {
    open: () => inner,
    s3: null,
    async setTimes(keys, time) {
      for (const key of keys) await utimes(join(fileURLToPath(inner.url), key), time, time);
    },
  };
}

async function ofS3(folder: string): Promise<OfKind> {
  const fake = await startFakeS3();
  onTestFinished(() => fake.close());
  const { endpoint } = fake;
  return {
    open: (cache) =>
      openStore('s3://bucket/shop', { s3: { endpoint, cacheDirectory: join(folder, cache) } }),
    s3: fake,
    async setTimes(keys, time) {
      for (const key of keys) {
        const object = fake.bucket.objects.get(`shop/${key}`);
        if (object) fake.bucket.objects.set(`shop/${key}`, { ...object, modifiedAt: time });
      }
    },
  };
}

/** The keys that a run's results name, which are all there with the right bytes, or an error says which is not. */
export async function requireWhole(store: ObjectStore, runId: string): Promise<void> {
  const run = (await surveyRuns(store)).find((each) => each.runId === runId);
  if (run?.needs == null) throw new Error(`run ${runId} cannot be read`);
  for (const key of run.needs) {
    const { sha256 } = await store.digest(key);
    if (!key.endsWith(sha256)) throw new Error(`${key} of run ${runId} has other bytes`);
  }
}
