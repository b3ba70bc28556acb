import { Word2VecInputError } from '../errors.ts';
import { WORD2VEC_NUMBER } from '../generated/word2vec-layout.ts';
import { createRegions, wholeCacheLines } from '../wasm/regions.ts';

export { WORD2VEC_WORD as JOB } from '../generated/word2vec-layout.ts';

/** Rows whose products are taken together. */
const GROUP = WORD2VEC_NUMBER.group;
const FLOATS_OF_A_CACHE_LINE = 16;

/** Values of the sigmoid's table. */
export const TABLE = 1000;

/** Bits of the job's `flags`. */
export const FLAG = WORD2VEC_NUMBER;

/** Index of each float64 at the start of a thread's scratch. */
export const SCRATCH = {
  loss: WORD2VEC_NUMBER.loss / 8,
  lossCount: WORD2VEC_NUMBER.lossCount / 8,
  trained: WORD2VEC_NUMBER.trained / 8,
} as const;

/** Where each region lies in linear memory, in bytes. */
export interface MemoryLayout {
  /** Floats of a row, the unused ones included. */
  readonly rowFloats: number;
  readonly chunkStarts: number;
  readonly offsets: number;
  readonly rawOffsets: number;
  readonly tokens: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly aliases: number;
  readonly keep: number;
  readonly sigmoids: number;
  readonly scratch: number;
  readonly scratchBytes: number;
  readonly pages: number;
}

/** Lays out the memory of a training; throws Word2VecInputError if it would pass 4 GiB. */
export function memoryLayout(sizes: {
  readonly size: number;
  readonly rows: number;
  readonly sentences: number;
  /** Words of the rows in one epoch. */
  readonly words: number;
  readonly longestSentence: number;
  readonly chunks: number;
  readonly negative: number;
  readonly threads: number;
}): MemoryLayout {
  const { size, rows, sentences, chunks, negative, threads } = sizes;
  const rowFloats = Math.ceil(size / FLOATS_OF_A_CACHE_LINE) * FLOATS_OF_A_CACHE_LINE;
  const regions = createRegions();
  const chunkStarts = regions.take(4 * (chunks + 1));
  const offsets = regions.take(4 * (sentences + 1));
  const rawOffsets = regions.take(4 * (sentences + 1));
  const tokens = regions.take(4 * sizes.words);
  const inputs = regions.take(4 * rows * rowFloats);
  const outputs = regions.take(4 * rows * rowFloats);
  const aliases = regions.take(8 * rows);
  const keep = regions.take(4 * rows);
  const sigmoids = regions.take(4 * TABLE);
  const groupRows = Math.ceil((negative + 1) / GROUP) * GROUP;
  const scratchBytes = wholeCacheLines(
    WORD2VEC_NUMBER.noRow + 4 * (3 * rowFloats + groupRows + sizes.longestSentence),
  );
  const scratch = regions.take(scratchBytes * threads);
  const pages = regions.pages(
    (expected, received) =>
      new Word2VecInputError(
        'its sizes',
        `${expected} (raise minCount, reduce size or the sentences)`,
        `${received} for ${JSON.stringify(sizes)}`,
      ),
  );
  return {
    rowFloats,
    chunkStarts,
    offsets,
    rawOffsets,
    tokens,
    inputs,
    outputs,
    aliases,
    keep,
    sigmoids,
    scratch,
    scratchBytes,
    pages,
  };
}
