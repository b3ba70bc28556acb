import { stat } from 'node:fs/promises';

import type { Engine } from '../engine/engine.ts';
import type { OnProgress } from '../engine/progress.ts';
import { numbersOf } from '../engine/numbers-of.ts';
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
       (session_id_hash IS DISTINCT FROM lag(session_id_hash) OVER ())::UTINYINT AS is_first,
       ${events.value} AS value,
       server_timestamp_epoch_ms::DOUBLE AS ms
     FROM ${file}`,
  );
  let event = 0;
  for await (const chunk of rows) {
    const isFirst = numbersOf(chunk, 0, Uint8Array);
    const ms = numbersOf(chunk, 2, Float64Array);
    const type = values instanceof Uint8Array ? Uint8Array : Uint32Array;
    values.set(numbersOf<Uint8Array | Uint32Array>(chunk, 1, type), event);
    for (let row = isFirst.indexOf(1); row >= 0; row = isFirst.indexOf(1, row + 1)) {
      firstEvents.push(event + row);
      starts.push(ms[row] ?? NaN);
    }
    event += chunk.rowCount;
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
  for (let rank = 0; rank < order.length; rank++) {
    const session = order[rank] ?? 0;
    const to = firstEvents[session + 1] ?? values.length;
    // Sessions are too short for a view of each: making them takes longer than the copy
    for (let event = firstEvents[session] ?? 0; event < to; event++)
      ordered[end++] = values[event] ?? 0;
    offsets[rank + 1] = end;
    startMs[rank] = starts[session] ?? NaN;
  }
  return { offsets, values: ordered, startMs };
}
