import { stat } from 'node:fs/promises';

import type { Engine } from '../engine/engine.ts';
import type { OnProgress } from '../engine/progress.ts';
import { fileLiteral } from '../engine/sql.ts';
import { orderByStart } from './order-by-start.ts';

/** Events grouped by session, sessions ordered by start, then by id. */
interface Grouped<Values> {
  readonly offsets: Uint32Array;
  readonly values: Values;
  readonly startMs: Float64Array;
}

/**
 * Reads a Parquet file that is sorted by session and time into columns.
 *
 * @param events.value SQL for an event's value, an unsigned integer that fits the column that `create` makes.
 */
export async function readGrouped<Values extends Uint8Array | Uint32Array>(
  engine: Engine,
  events: { readonly path: string; readonly value: string },
  create: (length: number) => Values,
  onProgress: OnProgress | undefined,
): Promise<Grouped<Values>> {
  const file = `read_parquet(${fileLiteral(events.path)})`;
  const doing = `reading the sessions of ${events.path}`;
  const totalBytes = (await stat(events.path)).size;
  const [counts] = await engine.rows(doing, `SELECT count(*) AS events FROM ${file}`);
  const eventCount = Number(counts?.['events'] ?? 0);

  const values = create(eventCount);
  const firstEvents: number[] = [];
  const starts: number[] = [];
  const rows = engine.chunks(
    doing,
    `SELECT
       session_id_hash IS DISTINCT FROM lag(session_id_hash) OVER () AS is_first,
       ${events.value} AS value,
       server_timestamp_epoch_ms::DOUBLE AS ms
     FROM ${file}`,
  );
  let event = 0;
  for await (const chunk of rows) {
    const isFirst = chunk.getColumnVector(0);
    const value = chunk.getColumnVector(1);
    const ms = chunk.getColumnVector(2);
    for (let row = 0; row < chunk.rowCount; row++) {
      if (isFirst.getItem(row) === true) {
        firstEvents.push(event);
        starts.push(Number(ms.getItem(row)));
      }
      values[event++] = Number(value.getItem(row));
    }
    onProgress?.({
      stage: 'read',
      rows: event,
      bytes: Math.round((event / eventCount) * totalBytes),
      totalBytes,
    });
  }
  return inStartOrder(values, Uint32Array.from(firstEvents), Float64Array.from(starts), create);
}

function inStartOrder<Values extends Uint8Array | Uint32Array>(
  values: Values,
  firstEvents: Uint32Array,
  starts: Float64Array,
  create: (length: number) => Values,
): Grouped<Values> {
  const order = orderByStart(starts);
  const offsets = new Uint32Array(order.length + 1);
  const startMs = new Float64Array(order.length);
  const ordered = create(values.length);
  let end = 0;
  order.forEach((session, rank) => {
    const from = firstEvents[session] ?? 0;
    const to = firstEvents[session + 1] ?? values.length;
    ordered.set(values.subarray(from, to), end);
    end += to - from;
    offsets[rank + 1] = end;
    startMs[rank] = starts[session] ?? NaN;
  });
  return { offsets, values: ordered, startMs };
}
