/// <reference lib="dom" />
import { availableParallelism } from 'node:os';
import { integerCheck } from '../check-integer.ts';
import { TopKInputError, TopKStateError } from '../errors.ts';
import { CLOSED, TASKS } from '../wasm/tasks.ts';
import { startWorkers } from '../wasm/workers.ts';
import { checkFinite } from './check-finite.ts';
import {
  JOB,
  memoryLayout,
  type MemoryLayout,
  MODE,
  NO_ID,
  PANEL_ROWS,
  STATE,
  TASK_QUERIES,
} from './memory-layout.ts';
import { quantiseQuery, quantiseRow } from './quantise.ts';
import { panelStarts, type RowLists, singleList } from './row-panels.ts';
import { instantiateTopK, TOP_K_WASM } from './wasm-module.ts';

const checkInteger = integerCheck(TopKInputError);

/** A matrix whose rows are searched. */
export interface TopKOptions {
  /** `[row, size]`, finite; copied. */
  readonly rows: Float32Array;
  /** Columns. */
  readonly size: number;
  /** Threads, the calling one included, for 16 queries each at least. Default: all cores. */
  readonly threads?: number;
  /** Lists of rows, for `searchLists`. Default: one with all. */
  readonly lists?: RowLists;
}

/** The k best rows of each query, best first. */
export interface TopKResult {
  readonly k: number;
  /** `[query, k]`, -1 behind the last row. */
  readonly rows: Int32Array;
  /** `[query, k]`, float32 products; -Infinity behind the last row. */
  readonly scores: Float32Array;
}

/** Exact search for the rows with the largest products; calls block until they are done. */
export interface TopK {
  readonly rowCount: number;
  readonly size: number;
  readonly threads: number;
  /**
   * The k rows with the largest product with each query; of equal products the lower row comes first.
   *
   * @param queries `[query, size]`, finite
   */
  search(queries: Float32Array, k: number): TopKResult;
  /**
   * The same among the rows of each query's lists alone.
   *
   * @param probes `[query, probeCount]`, different lists of a query
   */
  searchLists(queries: Float32Array, k: number, probes: Uint32Array): TopKResult;
  /** Ends the threads; any later call throws. */
  dispose(): void;
}

/**
 * Packs the rows for search.
 *
 * @throws TopKInputError if sizes do not fit, a value is not finite or memory would pass 4 GiB
 */
export function createTopK(options: TopKOptions): TopK {
  const { rows, size } = options;
  checkInteger('size', size, 1, 4096);
  const rowCount = rows.length / size;
  checkInteger('rows.length / size', rowCount, 0, 2 ** 30);
  const threads = options.threads ?? availableParallelism();
  checkInteger('threads', threads, 1, 1024);
  const lists = options.lists ?? singleList(rowCount);
  const listPanels = panelStarts(lists);
  const listCount = listPanels.length - 1;
  const layout = memoryLayout({
    size,
    rowCount,
    panels: listPanels.at(-1) ?? 0,
    lists: listCount,
  });
  const { pages, paddedSize } = layout;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const { buffer } = memory;
  writeRows(buffer, layout, rows, size, lists, listPanels);
  const job = writeJob(buffer, layout);
  const queryRegions = {
    queries: new Float32Array(buffer, layout.queries, layout.mostQueries * paddedSize),
    packedQueries: new Int16Array(buffer, layout.packedQueries, layout.mostQueries * paddedSize),
    states: new Float32Array(buffer, layout.states, layout.mostQueries * STATE.floats),
  };
  const probeRegion = new Uint32Array(buffer, layout.probes, layout.mostQueries * listCount);
  const heapScores = new Float32Array(buffer, layout.heaps, 2 * layout.heapEntries);
  const heapIds = new Uint32Array(buffer, layout.heaps, 2 * layout.heapEntries);
  const wasm = instantiateTopK(memory);
  let waitsForWorkers = threads > 1; // until the first search that they can share
  let disposed = false;

  const search = (queries: Float32Array, k: number, probes?: Uint32Array): TopKResult => {
    if (disposed) throw new TopKStateError();
    const queryCount = queries.length / size;
    checkInteger('queries.length / size', queryCount, 0, 2 ** 30);
    checkInteger('k', k, 1, 2 ** 30);
    checkFinite('queries', queries, size);
    const probeCount = probes === undefined ? 0 : probes.length / Math.max(1, queryCount);
    const depth = Math.max(1, Math.min(k, rowCount));
    const found = new Int32Array(queryCount * k).fill(-1);
    const scores = new Float32Array(queryCount * k).fill(-Infinity);
    const most = Math.min(layout.mostQueries, Math.floor(layout.heapEntries / depth));
    for (let first = 0; first < queryCount; first += most) {
      const count = Math.min(most, queryCount - first);
      for (let query = 0; query < count; query++) {
        const from = (first + query) * size;
        queryRegions.queries.set(queries.subarray(from, from + size), query * paddedSize);
        quantiseQuery(query, paddedSize, queryRegions);
      }
      if (probes !== undefined) {
        probeRegion.set(probes.subarray(first * probeCount, (first + count) * probeCount));
      }
      job[JOB.queryCount] = count;
      job[JOB.depth] = depth;
      job[JOB.probeCount] = probeCount;
      job[TASKS.taskCount] = Math.ceil(count / TASK_QUERIES);
      if (waitsForWorkers && count > TASK_QUERIES) {
        startWorkers(TOP_K_WASM.compiled(), memory, threads - 1);
        waitsForWorkers = false;
      }
      wasm.run(probes === undefined ? MODE.scan : MODE.probe);
      for (let query = 0; query < count; query++) {
        for (let place = 0; place < depth; place++) {
          const entry = 2 * (query * depth + place);
          const id = heapIds[entry + 1] ?? NO_ID;
          if (id === NO_ID) break;
          const target = (first + query) * k + place;
          found[target] = id;
          scores[target] = heapScores[entry] ?? 0;
        }
      }
    }
    return { k, rows: found, scores };
  };

  return {
    rowCount,
    size,
    threads,
    search: (queries, k) => search(queries, k),
    searchLists(queries, k, probes) {
      const queryCount = queries.length / size;
      const perQuery = queryCount === 0 ? 0 : probes.length / queryCount;
      checkInteger('probes.length / queries', perQuery, 0, listCount);
      for (const list of probes) checkInteger('probes', list, 0, listCount - 1);
      return search(queries, k, probes);
    },
    dispose() {
      if (!disposed) wasm.stop();
      disposed = true;
    },
  };
}

function writeJob(buffer: ArrayBufferLike, layout: MemoryLayout): Int32Array {
  const job = new Int32Array(buffer, 0, 32);
  job[TASKS.nextTask] = CLOSED;
  job[JOB.size] = layout.paddedSize;
  job[JOB.panels] = layout.panels;
  job[JOB.rows] = layout.rows;
  job[JOB.ids] = layout.ids;
  job[JOB.packed] = layout.packed;
  job[JOB.scales] = layout.scales;
  job[JOB.slacks] = layout.slacks;
  job[JOB.queries] = layout.queries;
  job[JOB.states] = layout.states;
  job[JOB.packedQueries] = layout.packedQueries;
  job[JOB.heaps] = layout.heaps;
  job[JOB.lists] = layout.lists;
  job[JOB.probes] = layout.probes;
  return job;
}

function writeRows(
  buffer: ArrayBufferLike,
  layout: MemoryLayout,
  rows: Float32Array,
  size: number,
  lists: RowLists,
  listPanels: Uint32Array,
): void {
  const { paddedSize } = layout;
  const stored = layout.panels * PANEL_ROWS;
  const regions = {
    rows: new Float32Array(buffer, layout.rows, stored * paddedSize),
    packed: new Int8Array(buffer, layout.packed, stored * paddedSize),
    scales: new Float32Array(buffer, layout.scales, stored),
    slacks: new Float32Array(buffer, layout.slacks, stored).fill(-Infinity),
  };
  const ids = new Uint32Array(buffer, layout.ids, stored).fill(NO_ID);
  new Uint32Array(buffer, layout.lists, listPanels.length).set(listPanels);
  for (let list = 0; list + 1 < listPanels.length; list++) {
    let target = (listPanels[list] ?? 0) * PANEL_ROWS;
    const end = lists.starts[list + 1] ?? 0;
    for (let place = lists.starts[list] ?? 0; place < end;) {
      const first = lists.rows[place] ?? 0;
      // Rows that follow each other, as all do in one list, are copied at once
      let run = 1;
      while (size === paddedSize && place + run < end && lists.rows[place + run] === first + run) {
        run++;
      }
      regions.rows.set(rows.subarray(first * size, (first + run) * size), target * paddedSize);
      for (let row = first; row < first + run; row++, target++) {
        ids[target] = row;
        if (!quantiseRow(target, paddedSize, regions)) checkFinite('rows', rows, size);
      }
      place += run;
    }
  }
}
