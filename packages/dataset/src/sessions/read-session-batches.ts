import { join } from 'node:path';
import type { Engine, EngineOptions } from '../engine/engine.ts';
import { withEngine } from '../engine/engine.ts';
import type { OnProgress } from '../engine/progress.ts';
import { copyToParquet, fileLiteral } from '../engine/sql.ts';
import { TABLES } from '../schema/tables.ts';
import { numberedRows } from '../transform/long-sessions.ts';
import { DEFAULT_TRANSFORM_OPTIONS } from '../transform/transform-events.ts';
import type { DuplicateRule } from '../upload/duplicate-rows.ts';
import { probeSource } from '../upload/probe-source.ts';
import { convertTable } from '../upload/upload-table.ts';
import { ACTION_CODE_SQL } from './read-sessions.ts';
import { SessionBatcher } from './session-batcher.ts';

/** Whole sessions, ordered by id: session s holds the events `offsets[s] .. offsets[s + 1]`, oldest first. */
export interface SessionBatch {
  /** [session] */
  readonly ids: readonly string[];
  /** [session] events of the file; a session with more than `maxEventsPerSession` has none in this batch. */
  readonly lengths: Uint32Array;
  /** [session + 1] */
  readonly offsets: Uint32Array;
  /** [event] codes 2..6 */
  readonly actions: Uint8Array;
  /** [event] null for an event without a SKU; empty unless `withSkus` */
  readonly skus: readonly (string | null)[];
  /** [event] epoch ms, never falling within a session */
  readonly timesMs: Float64Array;
}

export interface ReadSessionBatchesOptions {
  /** A browsing table: CSV or Parquet, packed or not, as `uploadDataset` takes it. */
  readonly path: string;
  /** Gets one batch after the other; the next one is read when its promise is fulfilled. */
  readonly onBatch: (batch: SessionBatch) => Promise<void>;
  /** Whether the events' SKUs are read, too. */
  readonly withSkus: boolean;
  /** What to do with rows that are equal in all columns; 'error' unless given. */
  readonly duplicates?: DuplicateRule;
  /** Longer sessions are bots or a broken session id; 10,000 events unless given. */
  readonly maxEventsPerSession?: number;
  /** Events of a batch, about. */
  readonly batchEvents?: number;
  readonly engine?: EngineOptions;
  /** Ends the reading; its reason is thrown. */
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

/** Some 4,000 sessions: enough work for a thread that scores them, a megabyte of memory. */
const BATCH_EVENTS = 32_768;

/** A code has the bits below this one, which marks the first event of a session. */
const FIRST_EVENT = 8;

/**
 * Reads a browsing table session by session, however large it is: it is checked as by `uploadDataset`, sorted on disk,
 * and handed on in batches. Events of the same millisecond keep the order of the file.
 *
 * @throws SourceError of any kind, DiskFullError, EngineError, and what `onBatch` throws.
 */
export async function readSessionBatches(options: ReadSessionBatchesOptions): Promise<void> {
  const { path, signal, duplicates = 'error', onProgress = () => undefined } = options;
  signal?.throwIfAborted();
  await withEngine(options.engine ?? {}, { reads: [path] }, async (engine) => {
    const interrupt = () => engine.interrupt();
    signal?.addEventListener('abort', interrupt);
    try {
      const source = await probeSource(TABLES.browsing_train, path);
      const table = await convertTable(engine, 'browsing_train', source, {
        duplicates,
        onProgress,
      });
      signal?.throwIfAborted();
      const sorted = await sortEvents(engine, table.path, options.withSkus, (fraction) =>
        onProgress({
          stage: 'sort',
          rows: table.manifest.rows,
          bytes: Math.round(fraction * source.bytes),
          totalBytes: source.bytes,
        }),
      );
      signal?.throwIfAborted();
      await handOn(engine, sorted, options, (rows) =>
        onProgress({
          stage: 'score',
          rows,
          bytes: Math.round((rows / table.manifest.rows) * source.bytes),
          totalBytes: source.bytes,
        }),
      );
    } catch (error) {
      // A statement that was interrupted fails in the engine's words
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', interrupt);
    }
  });
}

async function sortEvents(
  engine: Engine,
  source: string,
  withSkus: boolean,
  onFraction: (fraction: number) => void,
): Promise<string> {
  const sorted = join(engine.directory, 'sorted.parquet');
  const sku = withSkus ? ', product_sku_hash' : '';
  const query = `
    SELECT session_id_hash, (${ACTION_CODE_SQL})::UTINYINT AS code, server_timestamp_epoch_ms AS ms${sku}
    FROM ${numberedRows(source)}
    ORDER BY session_id_hash, server_timestamp_epoch_ms, file_row_number`;
  await engine.run('sorting the events', copyToParquet(query, sorted), onFraction);
  return sorted;
}

async function handOn(
  engine: Engine,
  sorted: string,
  options: ReadSessionBatchesOptions,
  onRows: (rows: number) => void,
): Promise<void> {
  const { withSkus, signal, batchEvents = BATCH_EVENTS, onBatch } = options;
  const { maxEventsPerSession = DEFAULT_TRANSFORM_OPTIONS.maxEventsPerSession } = options;
  const batcher = new SessionBatcher(maxEventsPerSession);
  const rows = engine.chunks(
    'reading the sorted events',
    `SELECT
       CASE WHEN is_first THEN code + ${FIRST_EVENT} ELSE code END AS event,
       CASE WHEN is_first THEN session_id_hash END AS first_id,
       ms::DOUBLE AS ms
       ${withSkus ? ', product_sku_hash' : ''}
     FROM (
       SELECT *, session_id_hash IS DISTINCT FROM lag(session_id_hash) OVER () AS is_first
       FROM read_parquet(${fileLiteral(sorted)})
     )`,
  );
  let done = 0;
  for await (const chunk of rows) {
    signal?.throwIfAborted();
    const event = chunk.getColumnVector(0);
    const firstId = chunk.getColumnVector(1);
    const ms = chunk.getColumnVector(2);
    const sku = withSkus ? chunk.getColumnVector(3) : undefined;
    for (let row = 0; row < chunk.rowCount; row++) {
      const value = Number(event.getItem(row));
      if (value >= FIRST_EVENT) {
        if (batcher.events >= batchEvents) await onBatch(batcher.take());
        batcher.begin(String(firstId.getItem(row)));
      }
      const item = sku?.getItem(row);
      batcher.add(value % FIRST_EVENT, {
        sku: typeof item === 'string' ? item : null,
        timeMs: Number(ms.getItem(row)),
      });
    }
    done += chunk.rowCount;
    onRows(done);
  }
  await onBatch(batcher.take());
}
