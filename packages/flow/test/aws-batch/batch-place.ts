import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FakeBatch, tarGz } from '@lf/test-doubles';
import { vi } from 'vitest';
import { batchLauncher, type BatchLauncherOptions } from '../../src/aws-batch/index.ts';
import type { Launcher, RunEvent } from '../../src/index.ts';
import { openWorkplace, PROGRAM, type Workplace } from '../fixtures/workplace.ts';

/** A store, a fake Batch, and a launcher whose code package is the tests' program. */
export interface BatchPlace {
  readonly place: Workplace;
  readonly batch: FakeBatch;
  readonly launcherWith: (options?: Partial<BatchLauncherOptions>) => Launcher;
  /** What a run is given. */
  readonly options: Workplace['options'] & { readonly launcher: Launcher };
  /** The lines of the events. */
  readonly lines: () => readonly string[];
  readonly close: () => Promise<void>;
}

export const PACE = { soonMs: 10, longestMs: 40, patienceMs: 10_000 };

export async function openBatchPlace(): Promise<BatchPlace> {
  const place = await openWorkplace();
  const batch = await FakeBatch.start({ queues: ['shop-queue'], images: ['shop/base:1'] });
  vi.stubEnv('AWS_ENDPOINT_URL_BATCH', batch.url);
  vi.stubEnv('AWS_ENDPOINT_URL_CLOUDWATCH_LOGS', batch.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test-secret');
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED', 'true');
  const bytes = tarGz({ 'app/program.mjs': readFileSync(PROGRAM) });
  const path = join(place.root, 'code.tar.gz');
  writeFileSync(path, bytes);
  const code = {
    url: pathToFileURL(path).href,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    system: `${process.platform}-${process.arch}`,
    entry: 'app/program.mjs',
  };
  const launcherWith = (options: Partial<BatchLauncherOptions> = {}): Launcher =>
    batchLauncher({
      queue: 'shop-queue',
      images: { base: 'shop/base:1' },
      jobRole: 'arn:aws:iam::123456789012:role/shop',
      entryArgs: ['supervise'],
      environment: { TEST_STORE: place.storeRoot },
      code: async () => code,
      pace: PACE,
      gatherMs: 50,
      ...options,
    });
  return {
    place,
    batch,
    launcherWith,
    options: { ...place.options, maxWorkers: 4, launcher: launcherWith() },
    lines: () =>
      place.events.flatMap((event: RunEvent) => (event.type === 'task_log' ? [event.line] : [])),
    close: async () => {
      vi.unstubAllEnvs();
      await batch.close();
      await place.clean();
    },
  };
}
