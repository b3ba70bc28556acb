import { createRandom, type Random } from '../random/random.ts';
import type { RowLists } from './row-panels.ts';
import { createTopK } from './top-k.ts';

/** Rows of the sample for each centre, and passes over it: more of either moves recall by under .01. */
const SAMPLE_PER_CENTRE = 40;
const PASSES = 8;

/** Centres of length 1, and each row in the list of the nearest. */
export interface RowGroups {
  /** `[list, size]` */
  readonly centres: Float32Array;
  readonly lists: RowLists;
}

/** Groups rows of length 1 by cosine: k-means on a sample, then every row goes to its nearest centre. */
export function groupRows(
  rows: Float32Array,
  size: number,
  listCount: number,
  options: { readonly seed: number; readonly threads?: number },
): RowGroups {
  const threads = options.threads === undefined ? {} : { threads: options.threads };
  const random = createRandom(options.seed);
  const sampled = sampleRows(rows, size, SAMPLE_PER_CENTRE * listCount, random);
  let centres: Float32Array = sampled.slice(0, listCount * size);
  for (let pass = 0; pass < PASSES; pass++) {
    const nearest = nearestCentres(sampled, centres, size, threads);
    centres = meansOf(sampled, nearest, size, listCount, random);
  }
  return { centres, lists: listsOf(nearestCentres(rows, centres, size, threads), listCount) };
}

function nearestCentres(
  rows: Float32Array,
  centres: Float32Array,
  size: number,
  threads: { readonly threads?: number },
): Int32Array {
  const search = createTopK({ rows: centres, size, ...threads });
  const { rows: nearest } = search.search(rows, 1);
  search.dispose();
  return nearest;
}

/** At most `count` rows, drawn without return, in a random order. */
function sampleRows(rows: Float32Array, size: number, count: number, random: Random): Float32Array {
  const order = Uint32Array.from({ length: rows.length / size }, (_, row) => row);
  const taken = Math.min(count, order.length);
  const sample = new Float32Array(taken * size);
  for (let place = 0; place < taken; place++) {
    const other = place + Math.floor(random.uniform() * (order.length - place));
    const row = order[other] ?? 0;
    order[other] = order[place] ?? 0;
    sample.set(rows.subarray(row * size, (row + 1) * size), place * size);
  }
  return sample;
}

/** Means of each centre's rows, of length 1; a centre without rows moves to a random one. */
function meansOf(
  rows: Float32Array,
  nearest: Int32Array,
  size: number,
  listCount: number,
  random: Random,
): Float32Array {
  const sums = new Float64Array(listCount * size);
  nearest.forEach((centre, row) => {
    for (let column = 0; column < size; column++) {
      const at = centre * size + column;
      sums[at] = (sums[at] ?? 0) + (rows[row * size + column] ?? 0);
    }
  });
  const centres = new Float32Array(listCount * size);
  for (let centre = 0; centre < listCount; centre++) {
    const sum = sums.subarray(centre * size, (centre + 1) * size);
    const length = Math.sqrt(sum.reduce((squares, value) => squares + value * value, 0));
    if (length > 0) {
      sum.forEach((value, column) => (centres[centre * size + column] = value / length));
    } else {
      const row = Math.floor(random.uniform() * nearest.length);
      centres.set(rows.subarray(row * size, (row + 1) * size), centre * size);
    }
  }
  return centres;
}

function listsOf(nearest: Int32Array, listCount: number): RowLists {
  const starts = new Uint32Array(listCount + 1);
  for (const list of nearest) starts[list + 1] = (starts[list + 1] ?? 0) + 1;
  for (let list = 0; list < listCount; list++) {
    starts[list + 1] = (starts[list + 1] ?? 0) + (starts[list] ?? 0);
  }
  const ends = starts.slice(0, listCount);
  const rows = new Uint32Array(nearest.length);
  nearest.forEach((list, row) => {
    const end = ends[list] ?? 0;
    rows[end] = row;
    ends[list] = end + 1;
  });
  return { starts, rows };
}
