import { Word2VecInputError } from '../errors.ts';
import { createRegions, wholeCacheLines } from '../wasm/regions.ts';

/** Rows whose products are taken together, as everything on this page equal to assembly/word2vec/layout.ts. */
const GROUP = 6;
const FLOATS_OF_A_CACHE_LINE = 16;

/** Values of the sigmoid's table. */
export const TABLE = 1000;

/** Index of each 32-bit word of the job after those of TASKS; `seed` has two, `rawWords` is a float64. */
export const JOB = {
  size: 5,
  rows: 6,
  window: 7,
  negative: 8,
  flags: 9,
  chunks: 10,
  chunkStarts: 11,
  offsets: 12,
  rawOffsets: 13,
  tokens: 14,
  inputs: 15,
  outputs: 16,
  aliases: 17,
  keep: 18,
  sigmoids: 19,
  scratch: 20,
  scratchBytes: 21,
  alpha: 22,
  minAlpha: 23,
  seed: 24,
  rawWords: 26,
} as const;

/** Bits of the job's `flags`. */
export const FLAG = { skipGram: 1, divided: 2, tabled: 4 } as const;

/** Index of each float64 at the start of a thread's scratch. */
export const SCRATCH = { loss: 0, lossCount: 1, trained: 2 } as const;
const SCRATCH_HEAD_BYTES = 128;

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
    SCRATCH_HEAD_BYTES + 4 * (3 * rowFloats + groupRows + sizes.longestSentence),
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
