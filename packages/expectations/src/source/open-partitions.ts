import { rmSync } from 'node:fs';
import { PartitionMismatchError } from '../errors.ts';
import { requireSelect } from '../sql/given-select.ts';
import { identifier } from '../sql/quote.ts';
import { begin, confine } from './engine.ts';
import {
  BATCH,
  openOthers,
  readRows,
  relationOf,
  resolveOthers,
  showBatch,
  unreadable,
} from './open-table.ts';
import type { PlainRow } from './plain-value.ts';
import { allRead } from './readings.ts';
import type { Readings } from './readings.ts';
import { filesIn, resolveSource } from './source-files.ts';
import type { LoadedSource } from './source.ts';
import type { TableShape } from './table-shape.ts';

/** Partitions of a table, open one at a time in one database. */
export interface OpenPartitions {
  /** The columns, the same in every partition. */
  readonly shape: TableShape;
  readonly other: (name: string) => string;
  readonly count: number;
  /** How partitions of CSV and JSON Lines were read, those that were shown so far. */
  readonly readings: () => Readings;
  /** Makes a partition the batch, in place of the one before; answers with its number of rows. */
  show(at: number): Promise<number>;
  query(sql: string): Promise<readonly PlainRow[]>;
  requireSelect(what: string, sql: string): Promise<void>;
  close(): Promise<void>;
}

/** The partition that is the batch. */
interface Shown {
  readonly at: number;
  readonly shape: TableShape;
  readonly parts: readonly string[];
}

const IN_MEMORY = 'partition_in_memory';

function columnsOf({ columns }: TableShape): string {
  return columns.map(({ name, type }) => `${identifier(name)} ${type}`).join(', ');
}

/**
 * Opens partitions and looks at the first. Throws UnreadableSourceError, and from `show` also
 * PartitionMismatchError when columns or their types differ from the first.
 */
export async function openPartitions(
  sources: readonly LoadedSource[],
  others: Readonly<Record<string, LoadedSource>> = {},
  begun = begin(null),
): Promise<OpenPartitions> {
  const opened = await (await begun).opened;
  const { connection, close } = opened;
  const found: LoadedSource[] = [];
  let shown: Shown | null = null;
  const readings = new Map<number, Readings>();
  const look = async (at: number): Promise<Shown> => {
    if (shown?.at === at) return shown;
    for (const part of shown?.parts ?? []) rmSync(part, { force: true });
    const source = found[at] ?? { rows: [] };
    try {
      await connection.run(`DROP TABLE IF EXISTS ${IN_MEMORY}`);
      const { relation, reading, parts } = await relationOf(source, opened, IN_MEMORY);
      readings.set(at, reading);
      shown = { at, shape: await showBatch(connection, relation), parts };
      return shown;
    } catch (cause) {
      throw unreadable(source, cause);
    }
  };
  try {
    for (const source of sources) found.push(await resolveSource(source, opened));
    const otherTables = await resolveOthers(others, opened);
    await confine(opened, filesIn([...found, ...Object.values(otherTables)]));
    const other = await openOthers(otherTables, opened);
    const { shape } = await look(0);
    const query = (sql: string) => readRows(connection, sql);
    return {
      shape,
      other,
      count: sources.length,
      readings: () => allRead([...readings.values()]),
      query,
      requireSelect: (what, sql) => requireSelect(connection, what, sql),
      close,
      async show(at) {
        const columns = columnsOf((await look(at)).shape);
        if (columns !== columnsOf(shape)) {
          throw new PartitionMismatchError(at, columnsOf(shape), columns);
        }
        const [row] = await query(`SELECT count(*) AS rows FROM ${BATCH}`);
        return Number(row?.['rows']);
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
