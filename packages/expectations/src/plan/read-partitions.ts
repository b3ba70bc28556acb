import { UnmergeableMetricError } from '../errors.ts';
import type { OpenPartitions } from '../source/open-partitions.ts';
import { mergeAggregate } from './merge-aggregate.ts';
import type { RowsInQuestion } from './metric.ts';
import { metricKey, rowsInQuestion } from './read-metrics.ts';
import type { Read, Wanted } from './read-metrics.ts';

/** A metric on its way: what is read of each partition, and the answer from all that was read. */
interface Merging {
  readonly key: string;
  readonly parts: (rows: RowsInQuestion) => string;
  readonly whole: string;
  error: unknown;
}

/** A table that every partition adds to: the parts of one query, or of all aggregates over some rows. */
interface Gathering {
  readonly into: string;
  readonly where: string | null;
  readonly mergings: readonly Merging[];
  /** One query for the parts of several mergings. */
  readonly together: (mergings: readonly Merging[], rows: RowsInQuestion) => string;
}

function refused(key: string, error: unknown): Merging {
  return { key, parts: () => '', whole: '', error };
}

function gatherQuery({ metric, where }: Wanted, key: string, into: string): Gathering {
  const merge = metric.kind === 'query' ? metric.merge : undefined;
  const sql = metric.kind === 'query' ? metric.sql : () => metric.sql;
  const merging =
    merge === undefined
      ? refused(key, new UnmergeableMetricError(sql(rowsInQuestion(where))))
      : { key, parts: merge.parts ?? sql, whole: merge.whole(into), error: undefined };
  return { into, where, mergings: [merging], together: ([one], rows) => one?.parts(rows) ?? '' };
}

function gatherAggregates(wanted: readonly (readonly [string, Wanted])[], into: string): Gathering {
  const mergings = wanted.map(([key, { metric }], at): Merging => {
    try {
      if (metric.kind === 'query') return refused(key, new UnmergeableMetricError(key));
      const { parts, whole } = mergeAggregate(metric.sql);
      const columns = parts.map((_, part) => `part_${at}_${part}`);
      const selected = parts.map((sql, part) => `${sql} AS part_${at}_${part}`).join(', ');
      return {
        key,
        parts: () => selected,
        whole: `SELECT ${whole(columns, into)} AS value FROM ${into}`,
        error: undefined,
      };
    } catch (error) {
      return refused(key, error);
    }
  });
  return {
    into,
    where: wanted[0]?.[1].where ?? null,
    mergings,
    together: (some, rows) =>
      `SELECT ${some.map(({ parts }) => parts(rows)).join(', ')} FROM ${rows.rows}`,
  };
}

function gatherings(wanted: readonly Wanted[]): readonly Gathering[] {
  const byKey = [...new Map(wanted.map((each) => [metricKey(each), each]))];
  const queries = byKey.filter(([, { metric }]) => metric.kind === 'query');
  const scans = new Map<string | null, (readonly [string, Wanted])[]>();
  for (const each of byKey) {
    const [, { metric, where }] = each;
    if (metric.kind === 'query') continue;
    const scan = scans.get(where);
    if (scan === undefined) scans.set(where, [each]);
    else scan.push(each);
  }
  return [
    ...[...scans.values()].map((each, at) => gatherAggregates(each, `merging_scan_${at}`)),
    ...queries.map(([key, each], at) => gatherQuery(each, key, `merging_query_${at}`)),
  ];
}

/** Adds the parts of the batch; where that fails, each merging is tried alone, to find who fails. */
async function gather(
  { into, where, mergings, together }: Gathering,
  partitions: OpenPartitions,
  isFirst: boolean,
  offset: number,
): Promise<void> {
  const rows = rowsInQuestion(where, offset);
  const begin = isFirst ? `CREATE OR REPLACE TEMP TABLE ${into} AS` : `INSERT INTO ${into} BY NAME`;
  const living = () => mergings.filter(({ error }) => error === undefined);
  const add = () => partitions.query(`${begin} ${together(living(), rows)}`);
  if (living().length === 0) return;
  try {
    await add();
  } catch {
    for (const each of living()) {
      try {
        await partitions.query(together([each], rows));
      } catch (error) {
        each.error = error;
      }
    }
    if (living().length > 0) await add();
  }
}

/**
 * Reads every wanted metric of each partition in turn, all aggregates over the same rows in one scan,
 * and merges what was read. A metric that fails, or that cannot be merged exactly, keeps its error to
 * itself. Answers by `metricKey`.
 */
export async function readPartitions(
  partitions: OpenPartitions,
  wanted: readonly Wanted[],
  onProgress: (read: number, of: number) => void,
): Promise<ReadonlyMap<string, Read>> {
  const all = gatherings(wanted);
  let offset = 0;
  for (let at = 0; at < partitions.count; at++) {
    const rows = await partitions.show(at);
    for (const each of all) await gather(each, partitions, at === 0, offset);
    offset += rows;
    onProgress(at + 1, partitions.count);
  }
  const read = new Map<string, Read>();
  for (const { key, whole, error } of all.flatMap(({ mergings }) => mergings)) {
    if (error !== undefined) {
      read.set(key, { error });
      continue;
    }
    try {
      read.set(key, { rows: await partitions.query(whole) });
    } catch (failure) {
      read.set(key, { error: failure });
    }
  }
  return read;
}
