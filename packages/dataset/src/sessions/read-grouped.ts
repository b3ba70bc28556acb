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
  /** As asked for, `[event]` each. */
  readonly others: readonly Float64Array[];
}

/**
 * Reads a Parquet file that is sorted by session and time into columns.
 *
 * @param events.value SQL for an event's value, an unsigned integer that fits the column that `create` makes.
 * @param events.others SQL for more numbers of an event, DOUBLE without NULL; none unless given.
 */
export async function readGrouped<Values extends Uint8Array | Uint32Array>(
  engine: Engine,
  events: { readonly path: string; readonly value: string; readonly others?: readonly string[] },
  create: (length: number) => Values,
  onProgress: OnProgress | undefined,
): Promise<Grouped<Values>> {
  const file = `read_parquet(${fileLiteral(events.path)})`;
  const doing = `reading the sessions of ${events.path}`;
  const totalBytes = (await stat(events.path)).size;
  const [counts] = await engine.rows(doing, `SELECT count(*) AS events FROM ${file}`);
  const eventCount = Number(counts?.['events'] ?? 0);

  const values = create(eventCount);
  const { others: asked = [] } = events;
  const others = asked.map(() => new Float64Array(eventCount));
  const firstEvents: number[] = [];
  const starts: number[] = [];
  const rows = engine.chunks(
    doing,
    `SELECT
       (session_id_hash IS DISTINCT FROM lag(session_id_hash) OVER ())::UTINYINT AS is_first,
       ${events.value} AS value,
       server_timestamp_epoch_ms::DOUBLE AS ms
       ${asked.map((sql, index) => `, ${sql} AS other${index}`).join('')}
     FROM ${file}`,
  );
  let event = 0;
  for await (const chunk of rows) {
    const isFirst = numbersOf(chunk, 0, Uint8Array);
    const ms = numbersOf(chunk, 2, Float64Array);
    const type = values instanceof Uint8Array ? Uint8Array : Uint32Array;
    values.set(numbersOf<Uint8Array | Uint32Array>(chunk, 1, type), event);
    others.forEach((column, index) => {
      column.set(numbersOf(chunk, FIRST_OTHER + index, Float64Array), event);
    });
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
  return inStartOrder(
    {
      values,
      others,
      firstEvents: Uint32Array.from(firstEvents),
      starts: Float64Array.from(starts),
    },
    create,
  );
}

/** The place of the first of the columns that were asked for. */
const FIRST_OTHER = 3;

interface Unordered<Values> {
  readonly values: Values;
  readonly others: readonly Float64Array[];
  readonly firstEvents: Uint32Array;
  readonly starts: Float64Array;
}

function inStartOrder<Values extends Uint8Array | Uint32Array>(
  { values, others, firstEvents, starts }: Unordered<Values>,
  create: (length: number) => Values,
): Grouped<Values> {
  const order = orderByStart(starts);
  const offsets = new Uint32Array(order.length + 1);
  const startMs = new Float64Array(order.length);
  for (let rank = 0; rank < order.length; rank++) {
    const session = order[rank] ?? 0;
    const end = firstEvents[session + 1] ?? values.length;
    offsets[rank + 1] = (offsets[rank] ?? 0) + end - (firstEvents[session] ?? 0);
    startMs[rank] = starts[session] ?? NaN;
  }
  const bySession = { order, firstEvents };
  return {
    offsets,
    values: ordered(values, create(values.length), bySession),
    startMs,
    others: others.map((column) => ordered(column, new Float64Array(column.length), bySession)),
  };
}

/** Copies the events of each session, the sessions in their order. */
function ordered<Column extends Uint8Array | Uint32Array | Float64Array>(
  from: Column,
  to: Column,
  { order, firstEvents }: { readonly order: Uint32Array; readonly firstEvents: Uint32Array },
): Column {
  let end = 0;
  for (let rank = 0; rank < order.length; rank++) {
    const session = order[rank] ?? 0;
    const next = firstEvents[session + 1] ?? from.length;
    // Sessions are too short for a view of each: making them takes longer than the copy
    for (let event = firstEvents[session] ?? 0; event < next; event++) to[end++] = from[event] ?? 0;
  }
  return to;
}
