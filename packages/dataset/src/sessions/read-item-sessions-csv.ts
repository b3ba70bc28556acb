import { join } from 'node:path';
import { withEngine, type EngineOptions } from '../engine/engine.ts';
import { TABLES } from '../schema/tables.ts';
import { transformRec } from '../transform/transform-events.ts';
import { convertSource } from '../upload/convert-source.ts';
import { probeSource } from '../upload/probe-source.ts';
import { readItemSessions } from './read-sessions.ts';
import type { ItemSessions } from './sessions.ts';

export interface ReadItemSessionsCsvOptions {
  /** Sessions with more events end the reading; no limit unless given. */
  readonly maxEventsPerSession?: number;
  readonly engine?: EngineOptions;
}

/**
 * Reads the sessions of a browsing_train file (plain or gzip) without a store: what upload, `transformRec` and
 * `readItemSessions` give for it, repeated rows kept.
 *
 * @throws SourceError of any kind, as in `uploadDataset`; LongSessionsError.
 */
export async function readItemSessionsCsv(
  path: string,
  options: ReadItemSessionsCsvOptions = {},
): Promise<ItemSessions> {
  const { engine: engineOptions = {}, maxEventsPerSession = Number.MAX_SAFE_INTEGER } = options;
  return withEngine(engineOptions, { reads: [path] }, async (engine) => {
    const source = join(engine.directory, 'browsing_train.parquet');
    const target = join(engine.directory, 'events.parquet');
    await convertSource(engine, await probeSource(TABLES.browsing_train, path), source, {
      duplicates: 'keep',
    });
    await transformRec({ source, target, maxEventsPerSession, engine: engineOptions });
    return readItemSessions(target, { engine: engineOptions });
  });
}
