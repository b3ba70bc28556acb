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
 */
export async function transformEvents(
  context: StepContext<RunParams, Inputs, undefined>,
  transform: (options: TransformOptions) => Promise<TransformResult>,
): Promise<TransformedEvents> {
  const { params, inputs } = context;
  const source = await context.localPath(inputs.start.browsing);
  const target = join(context.workDir, 'events.parquet');
  const { rows, droppedSessions } = await transform({
    source,
    target,
    maxEventsPerSession: params.maxSessionEvents,
    longSessions: params.longSessions,
    placeholderSkus: params.placeholderSkus === 'drop' ? 'drop' : 'keep',
    engine: engineOptions(params),
    onProgress: progressTo(context),
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
