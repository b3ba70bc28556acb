import { takeColumn, type ListTableSchema } from '../columns/list-table.ts';
import type { ItemSessions } from './sessions.ts';

// Loaded on first use: Arrow costs more to load than the rest of the package
const arrowFiles = () => import('../columns/arrow-file.ts');

const SCHEMA = { start_ms: 'float64' } as const satisfies ListTableSchema;

/** Sessions of items without the vocabulary that tells what the items are. */
export type NumberedSessions = Omit<ItemSessions, 'vocabulary'>;

/** Writes sessions as an Arrow IPC file with the columns items (list of uint32) and start_ms (float64). */
export async function writeItemSessionsArrow(
  path: string,
  { offsets, items, startMs }: NumberedSessions,
): Promise<void> {
  const { writeArrowFile } = await arrowFiles();
  const columns = new Map([['start_ms', startMs]]);
  return writeArrowFile(path, { offsets, values: items, columns });
}

/**
 * Reads what `writeItemSessionsArrow` wrote, without copying the columns.
 *
 * @throws InvalidColumnsError if the file is not such a table.
 */
export async function readItemSessionsArrow(path: string): Promise<NumberedSessions> {
  const { readArrowFile } = await arrowFiles();
  const { offsets, values, columns } = await readArrowFile(path, SCHEMA, Uint32Array);
  return {
    offsets,
    items: values,
    startMs: takeColumn({ columns }, path, 'start_ms', Float64Array),
  };
}
