import { join } from 'node:path';
import {
  describeEvents,
  type EventsDescription,
  type TransformOptions,
  type TransformResult,
} from '@lf/dataset';
import type { ArtifactRef, JsonArtifact, StepContext } from '@lf/flow';
import { engineOptions, progressTo } from '../engine.ts';
import { PARQUET } from '../datastore.ts';
import { transformInPython, type EventTable } from './transform-in-python.ts';
import type { RunParams } from '../params/run-params.ts';
import type { StoredTables } from '../upload/start.ts';

interface Inputs {
  readonly start: StoredTables;
}

/** The events as the next steps read them. */
export interface TransformedEvents {
  readonly events: ArtifactRef;
  readonly rows: number;
  /** The browsing table at a glance, for the run's report. */
  readonly description: JsonArtifact<EventsDescription>;
}

/**
 * The original's columns of the browsing table, sorted by session and time.
 *
 * @param transform the flow's: which columns of which rows
 * @param table the same in Python, which LF_TRANSFORM_ENGINE may choose; absent: there is none
 */
export async function transformEvents(
  context: StepContext<RunParams, Inputs, undefined>,
  transform: (options: TransformOptions) => Promise<TransformResult>,
  table?: EventTable,
): Promise<TransformedEvents> {
  const { params, inputs } = context;
  const source = await context.localPath(inputs.start.browsing);
  const target = join(context.workDir, 'events.parquet');
  const options = {
    source,
    target,
    maxEventsPerSession: params.maxSessionEvents,
    longSessions: params.longSessions,
    placeholderSkus: params.placeholderSkus === 'drop' ? 'drop' : 'keep',
  } as const;
  const { rows, droppedSessions } =
    table === undefined || params.transform.engine === 'duckdb'
      ? await transform({
          ...options,
          engine: engineOptions(params),
          onProgress: progressTo(context),
        })
      : await transformInPython({
          ...{ ...options, table, transform: params.transform },
          onLine: context.log,
          onProgress: context.progress,
        });
  context.log(`${rows.toLocaleString('en')} events`);
  if (droppedSessions > 0) context.log(`${droppedSessions} sessions left out: too long`);
  const description = await describeEvents(source, { engine: engineOptions(params) });
  return {
    events: await context.putFile(target, PARQUET),
    rows,
    description: await context.putJson(description),
  };
}
