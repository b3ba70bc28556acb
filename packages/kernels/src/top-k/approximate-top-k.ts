import { integerCheck } from '../check-integer.ts';
import { TopKInputError } from '../errors.ts';
import { groupRows } from './group-rows.ts';
import { createTopK, type TopKResult } from './top-k.ts';

const checkInteger = integerCheck(TopKInputError);

/** Rows of length 1, and how they are grouped. */
export interface ApproximateTopKOptions {
  /** `[row, size]`, each of length 1; copied. */
  readonly rows: Float32Array;
  readonly size: number;
  /** Lists that the rows are grouped into. Default: the square root of their count. */
  readonly lists?: number;
  /** Lists that a query looks at, the more the better and slower. Default: a tenth. */
  readonly probes?: number;
  /** Of the draws of the grouping. Default 1. */
  readonly seed?: number;
  readonly threads?: number;
}

/** Search among the rows that are likely to hold the best; calls block until they are done. */
export interface ApproximateTopK {
  readonly rowCount: number;
  readonly size: number;
  readonly lists: number;
  readonly probes: number;
  /**
   * The k rows with the largest product with each query among those of its nearest lists; among all
   * rows where these hold fewer than k.
   *
   * @param queries `[query, size]`, finite
   */
  search(queries: Float32Array, k: number): TopKResult;
  /** Ends the threads; any later call throws. */
  dispose(): void;
}

/**
 * Groups the rows around centres (an inverted file) and packs them for search.
 *
 * @throws TopKInputError if sizes do not fit, a value is not finite or memory would pass 4 GiB
 */
export function createApproximateTopK(options: ApproximateTopKOptions): ApproximateTopK {
  const { rows, size, seed = 1 } = options;
  checkInteger('size', size, 1, 4096);
  const rowCount = rows.length / size;
  checkInteger('rows.length / size', rowCount, 1, 2 ** 30);
  const threads = options.threads === undefined ? {} : { threads: options.threads };
  const wanted = options.lists ?? Math.ceil(Math.sqrt(rowCount));
  checkInteger('lists', wanted, 1, rowCount);
  const { centres, lists } = groupRows(rows, size, wanted, { seed, ...threads });
  const probes = options.probes ?? Math.ceil(wanted / 10);
  checkInteger('probes', probes, 1, wanted);
  const centreSearch = createTopK({ rows: centres, size, ...threads });
  const rowSearch = createTopK({ rows, size, lists, ...threads });

  return {
    rowCount,
    size,
    lists: wanted,
    probes,
    search(queries, k) {
      const nearest = Uint32Array.from(centreSearch.search(queries, probes).rows);
      const result = rowSearch.searchLists(queries, k, nearest);
      const wantedRows = Math.min(k, rowCount);
      for (let query = 0; query * size < queries.length; query++) {
        if (result.rows[query * k + wantedRows - 1] !== -1) continue;
        const own = queries.subarray(query * size, (query + 1) * size);
        const all = rowSearch.search(own, k);
        result.rows.set(all.rows, query * k);
        result.scores.set(all.scores, query * k);
      }
      return result;
    },
    dispose() {
      centreSearch.dispose();
      rowSearch.dispose();
    },
  };
}
