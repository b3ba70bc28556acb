import { TopKInputError } from '../errors.ts';
import { TOP_K_NUMBER } from '../generated/top-k-layout.ts';
import { createRegions } from '../wasm/regions.ts';

export { TOP_K_MODE as MODE, TOP_K_WORD as JOB } from '../generated/top-k-layout.ts';

export const {
  /** Rows of a panel. */
  panelRows: PANEL_ROWS,
  /** Queries of a task. */
  taskQueries: TASK_QUERIES,
  /** Id of a stored row that only fills a panel, and of a result with no row. */
  noId: NO_ID,
} = TOP_K_NUMBER;

/** Floats of a query's state, and the index of each that the host writes. */
export const STATE = {
  floats: TOP_K_NUMBER.stateBytes / 4,
  unit: TOP_K_NUMBER.unit / 4,
  norm: TOP_K_NUMBER.norm / 4,
} as const;

/** Queries of a job: enough tasks for the threads, few enough to answer soon. */
const MOST_QUERIES = 1024;
/** Bytes for the heaps of a job, which bound its queries where k is large. */
const HEAP_BYTES = 2 ** 22;

/** Where each region lies in linear memory, in bytes. */
export interface MemoryLayout {
  /** Columns with zeros up to a multiple of 4. */
  readonly paddedSize: number;
  readonly panels: number;
  readonly rows: number;
  readonly ids: number;
  readonly packed: number;
  readonly scales: number;
  readonly slacks: number;
  readonly lists: number;
  readonly queries: number;
  readonly states: number;
  readonly packedQueries: number;
  readonly probes: number;
  readonly heaps: number;
  /** Entries that all heaps of a job hold. */
  readonly heapEntries: number;
  readonly mostQueries: number;
  readonly pages: number;
}

/** Lays out the memory; throws TopKInputError if it would pass 4 GiB. */
export function memoryLayout(sizes: {
  readonly size: number;
  readonly rowCount: number;
  /** Panels of all lists. */
  readonly panels: number;
  readonly lists: number;
}): MemoryLayout {
  const { size, rowCount, panels } = sizes;
  const paddedSize = Math.ceil(size / 4) * 4;
  const stored = panels * PANEL_ROWS;
  const heapEntries = Math.max(HEAP_BYTES / 8, rowCount);
  const regions = createRegions();
  const regionsOf = {
    rows: regions.take(4 * stored * paddedSize),
    ids: regions.take(4 * stored),
    packed: regions.take(stored * paddedSize),
    scales: regions.take(4 * stored),
    slacks: regions.take(4 * stored),
    lists: regions.take(4 * (sizes.lists + 1)),
    queries: regions.take(4 * MOST_QUERIES * paddedSize),
    states: regions.take(4 * MOST_QUERIES * STATE.floats),
    packedQueries: regions.take(2 * MOST_QUERIES * paddedSize),
    probes: regions.take(4 * MOST_QUERIES * sizes.lists),
    heaps: regions.take(8 * heapEntries),
  };
  const pages = regions.pages(
    (expected, received) =>
      new TopKInputError(
        'its sizes',
        `${expected} (fewer rows or columns)`,
        `${received} for ${JSON.stringify(sizes)}`,
      ),
  );
  return { ...regionsOf, paddedSize, panels, heapEntries, mostQueries: MOST_QUERIES, pages };
}
