import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '@lf/dataset';
import type { FlowStore, RunRecord } from '@lf/flow';
import { openLocalTracker } from '@lf/tracking';
import type { HistoryPlace } from '../src/index.ts';

const MINUTE_MS = 60_000;

/** A datastore with runs that were written by hand. */
export interface WrittenPlace extends HistoryPlace {
  readonly store: FlowStore & { readonly url: string };
  /** Writes a run of two steps; `train` left metrics, and curves of so many values. */
  add(run: Partial<RunRecord> & { readonly runId: string }, of?: WrittenRun): Promise<void>;
  remove(): Promise<void>;
}

interface WrittenRun {
  readonly metrics?: Readonly<Record<string, number>>;
  readonly curveOf?: number;
  readonly log?: string;
}

const DATA_DIGEST = 'da'.repeat(32);

export const bundleDigestOf = (runId: string): string =>
  Buffer.from(runId.padEnd(32, '.')).toString('hex').slice(0, 64);

export async function writtenPlace(): Promise<WrittenPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'lf-ui-'));
  const store = openStore(`file:${folder}`);
  const trackingRoot = join(folder, 'tracking');
  const put = (key: string, value: unknown): Promise<void> =>
    store.put(key, Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));
  return {
    store,
    trackingRoot,
    async add({ runId, ...given }, { metrics = {}, curveOf = 0, log = 'one\ntwo\n' } = {}) {
      const createdAt = given.createdAt ?? '2026-11-29T10:00:00.000Z';
      const summary = {
        index: null,
        status: 'finished',
        attempts: 1,
        peakMemoryBytes: 2e8,
      } as const;
      const artifact = (digest: string, mediaType: string) => ({
        uri: `artifacts/sha256/${digest.slice(0, 2)}/${digest}`,
        digest,
        mediaType,
        bytes: 1000,
      });
      const data = artifact(DATA_DIGEST, 'application/vnd.apache.parquet');
      const bundle = artifact(bundleDigestOf(runId), 'application/gzip');
      const record: RunRecord = {
        flow: 'intent',
        runId,
        params: { config: { EPOCHS: 3 }, seed: 0 },
        tags: [],
        status: 'completed',
        createdAt,
        endedAt: new Date(Date.parse(createdAt) + MINUTE_MS).toISOString(),
        tasks: [
          { ...summary, step: 'start', ms: 1000, artifacts: [data] },
          { ...summary, step: 'train', ms: 2000, artifacts: [bundle] },
        ],
        ...given,
      };
      const prefix = `runs/${record.flow}/${runId}`;
      const result = { version: '1', inputsDigest: '', paramsRead: {}, allParamsRead: false };
      await put(`${prefix}/run.json`, record);
      await put(`${prefix}/start/1/result.json`, { ...result, outputs: { data } });
      await put(`${prefix}/train/1/result.json`, { ...result, outputs: { bundle, metrics } });
      await put(`${prefix}/train/1/log.txt`, log);
      if (curveOf > 0) {
        let nowMs = Date.parse(createdAt);
        const tracker = openLocalTracker({
          directory: join(trackingRoot, runId, 'train-1'),
          runId,
          clock: () => (nowMs += 1000),
        });
        for (let step = 0; step < curveOf; step += 1) {
          tracker.metrics({ loss: 1 / (1 + step) }, step);
        }
        await tracker.finish('completed');
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
