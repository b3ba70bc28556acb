import { PartitionMismatchError } from '../errors.ts';
import { identifier } from '../sql/quote.ts';
import {
  BATCH,
  begin,
  openOthers,
  readRows,
  relationOf,
  showBatch,
  unreadable,
} from './open-table.ts';
import type { PlainRow } from './plain-value.ts';
import type { LoadedSource } from './source.ts';
import type { TableShape } from './table-shape.ts';

/** Partitions of a table, open one at a time in one database. */
export interface OpenPartitions {
  /** The columns, the same in every partition. */
  readonly shape: TableShape;
  readonly other: (name: string) => string;
  readonly count: number;
  /** Makes a partition the batch, in place of the one before; answers with its number of rows. */
  show(at: number): Promise<number>;
  query(sql: string): Promise<readonly PlainRow[]>;
  close(): void;
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
  const { opened } = await begun;
  const { connection, close } = await opened;
  const look = async (at: number): Promise<TableShape> => {
    const source = sources[at] ?? { rows: [] };
    try {
      await connection.run(`DROP TABLE IF EXISTS ${IN_MEMORY}`);
      return await showBatch(connection, await relationOf(source, connection, IN_MEMORY));
    } catch (cause) {
      throw unreadable(source, cause);
    }
  };
  try {
    const other = await openOthers(others, connection);
    const shape = await look(0);
    const query = (sql: string) => readRows(connection, sql);
    return {
      shape,
      other,
      count: sources.length,
      query,
      close,
      async show(at) {
        const found = columnsOf(await look(at));
        if (found !== columnsOf(shape)) {
          throw new PartitionMismatchError(at, columnsOf(shape), found);
        }
        const [row] = await query(`SELECT count(*) AS rows FROM ${BATCH}`);
        return Number(row?.['rows']);
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}
