import { join } from 'node:path';
import {
  readManifest,
  tablePath,
  type ObjectStore,
  type TransformOptions,
  type TransformResult,
} from '@lf/dataset';
import type { ArtifactRef, StepContext } from '@lf/flow';
import { engineOptions, progressTo } from '../engine.ts';
import { openDatastore, PARQUET } from '../datastore.ts';
import { PipelineError } from '../errors.ts';
import type { RunParams } from '../flows/run-params.ts';
import type { StoredTables } from './start.ts';

interface Inputs {
  readonly start: StoredTables;
}

/** The events as the next steps read them. */
export interface TransformedEvents {
  readonly events: ArtifactRef;
  readonly rows: number;
}

/**
 * The original's columns of the browsing table, sorted by session and time.
 *
 * @param transform the flow's: which columns of which rows
 */
export async function transformEvents(
  context: StepContext<RunParams, Inputs, undefined>,
  transform: (options: TransformOptions) => Promise<TransformResult>,
): Promise<TransformedEvents> {
  const { params, inputs } = context;
  const store = openDatastore(params.datastore);
  const source = await unchangedTable(store, params.dataset, inputs.start.browsingDigest);
  const target = join(context.workDir, 'events.parquet');
  const { rows, droppedSessions } = await transform({
    source,
    target,
    maxEventsPerSession: params.maxSessionEvents,
    longSessions: params.longSessions,
    engine: engineOptions(params),
    onProgress: progressTo(context),
  });
  context.log(`${rows.toLocaleString('en')} events`);
  if (droppedSessions > 0) context.log(`${droppedSessions} sessions left out: too long`);
  return { events: await context.putFile(target, PARQUET), rows };
}

/** Another upload to the same data set between two steps would mix two data sets in one run. */
async function unchangedTable(
  store: ObjectStore,
  dataset: string,
  digest: string,
): Promise<string> {
  const { tables } = await readManifest(store, dataset);
  if (!tables.some(({ name, parquet }) => name === 'browsing_train' && parquet.sha256 === digest)) {
    throw new PipelineError(
      'dataset_changed',
      `Reading datasets/${dataset}: it was replaced after this run's start step. Start a new run, or give each data set its own PARQUET_S3_PATH.`,
    );
  }
  return tablePath(store, dataset, 'browsing_train');
}
