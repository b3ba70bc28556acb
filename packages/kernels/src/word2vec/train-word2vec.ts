/// <reference lib="dom" />
import { availableParallelism } from 'node:os';
import { createRandom } from '../random/random.ts';
import { CLOSED, TASKS } from '../wasm/tasks.ts';
import { runWorkers } from '../wasm/workers.ts';
import { writeAliasTable } from './alias-table.ts';
import { chunkStarts, longestSentence, writeTokens } from './chunks.ts';
import { FLAG, JOB, memoryLayout, type MemoryLayout, TABLE } from './memory-layout.ts';
import {
  checkInteger,
  type Sentences,
  type Word2VecProgress,
  type Word2VecSettings,
  word2VecSettings,
} from './options.ts';
import { createProgress } from './progress.ts';
import { keepThresholds, rowVocabulary } from './vocabulary.ts';
import { WORD2VEC_WASM } from './wasm-module.ts';

/** What to train on, how, and who hears of it. */
export interface Word2VecOptions extends Word2VecSettings {
  readonly sentences: Sentences;
  /** Items go from 0 to itemCount - 1. */
  readonly itemCount: number;
  /** Called about every `progressMs`, and once at the end. */
  readonly onProgress?: (progress: Word2VecProgress) => void;
  /** Default 1000. */
  readonly progressMs?: number;
  /** Ends the training early: the promise rejects with its reason. */
  readonly signal?: AbortSignal;
}

/** Trained vectors. */
export interface Word2VecVectors {
  /** `[row]`: the item of each row, by descending count, ties by item. */
  readonly items: Uint32Array;
  /** `[row]`: its occurrences. */
  readonly counts: Uint32Array;
  readonly size: number;
  /** `[row, size]`: the vectors that a user of word2vec means. */
  readonly inputs: Float32Array;
  /** `[row, size]`: the other side of the product, of items to be predicted. */
  readonly outputs: Float32Array;
  /** Words that took part, less those that the vocabulary and sampling dropped, over all epochs. */
  readonly trainedWords: number;
}

/**
 * Trains word2vec (CBOW or skip-gram, negative sampling) on worker threads; the calling thread prepares
 * the corpus (about 20 ns a word), then stays free.
 *
 * @throws Word2VecInputError if an argument is out of its range, no item reaches minCount, or memory
 * would pass 4 GiB
 */
export async function trainWord2Vec(options: Word2VecOptions): Promise<Word2VecVectors> {
  const { sentences, itemCount, signal } = options;
  const settings = word2VecSettings(options);
  const wanted = options.threads ?? availableParallelism();
  checkInteger('threads', wanted, 1, 1024);
  checkInteger('itemCount', itemCount, 1, 2 ** 32 - 1);
  signal?.throwIfAborted();

  const { size, epochs } = settings;
  const vocabulary = rowVocabulary(sentences, itemCount, settings.minCount);
  const rows = vocabulary.items.length;
  const starts = chunkStarts(sentences.offsets);
  const chunks = starts.length - 1;
  checkInteger('epochs', epochs, 1, Math.floor((CLOSED - 1) / chunks)); // a task for each chunk of each
  const threads = Math.min(wanted, chunks);
  const layout = memoryLayout({
    size,
    rows,
    sentences: sentences.offsets.length - 1,
    words: vocabulary.words,
    longestSentence: longestSentence(sentences.offsets),
    chunks,
    negative: settings.negative,
    threads,
  });
  const { pages } = layout;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const { buffer } = memory;
  const words = (address: number, length: number) => new Uint32Array(buffer, address, length);

  words(layout.chunkStarts, starts.length).set(starts);
  words(layout.rawOffsets, sentences.offsets.length).set(sentences.offsets);
  writeTokens(sentences, vocabulary.rows, {
    offsets: words(layout.offsets, sentences.offsets.length),
    tokens: words(layout.tokens, vocabulary.words),
  });
  const keep = words(layout.keep, rows);
  keepThresholds(vocabulary.counts, vocabulary.words, settings.sample, keep);
  const weights = Float64Array.from(vocabulary.counts, (count) => count ** settings.nsExponent);
  writeAliasTable(weights, words(layout.aliases, 2 * rows));
  writeSigmoids(new Float32Array(buffer, layout.sigmoids, TABLE));
  const inputs = new Float32Array(buffer, layout.inputs, rows * layout.rowFloats);
  const outputs = new Float32Array(buffer, layout.outputs, rows * layout.rowFloats);
  writeInitial(inputs, size, layout.rowFloats, settings.seed);
  const epochWords = sentences.offsets.at(-1) ?? 0;
  writeJob(buffer, layout, { ...settings, rows, chunks, rawWords: epochWords * epochs });

  const progress = createProgress(buffer, layout, {
    ...settings,
    threads,
    epochWords,
    tasks: chunks * epochs,
  });
  const { onProgress, progressMs = 1000 } = options;
  const timer = onProgress && setInterval(() => onProgress(progress.report()), progressMs);
  const close = (): void => {
    Atomics.store(new Int32Array(buffer), TASKS.nextTask, CLOSED);
  };
  signal?.addEventListener('abort', close);
  try {
    await runWorkers(WORD2VEC_WASM.compiled(), memory, threads);
  } finally {
    clearInterval(timer);
    signal?.removeEventListener('abort', close);
  }
  signal?.throwIfAborted();
  onProgress?.(progress.report());
  return {
    items: vocabulary.items,
    counts: vocabulary.counts,
    size,
    inputs: withoutPadding(inputs, size, layout.rowFloats),
    outputs: withoutPadding(outputs, size, layout.rowFloats),
    trainedWords: progress.trainedWords(),
  };
}

function writeJob(
  buffer: ArrayBufferLike,
  layout: MemoryLayout,
  values: Required<Omit<Word2VecSettings, 'threads'>> & {
    readonly rows: number;
    readonly chunks: number;
    readonly rawWords: number;
  },
): void {
  const job = new Uint32Array(buffer);
  const floats = new Float32Array(buffer);
  job[TASKS.taskCount] = values.chunks * values.epochs;
  job[JOB.size] = layout.rowFloats;
  job[JOB.rows] = values.rows;
  job[JOB.window] = values.window;
  job[JOB.negative] = values.negative;
  job[JOB.flags] =
    (values.architecture === 'skip-gram' ? FLAG.skipGram : 0) +
    (values.cbowGradient === 'divided' ? FLAG.divided : 0) +
    (values.sigmoid === 'table' ? FLAG.tabled : 0);
  job[JOB.chunks] = values.chunks;
  job[JOB.chunkStarts] = layout.chunkStarts;
  job[JOB.offsets] = layout.offsets;
  job[JOB.rawOffsets] = layout.rawOffsets;
  job[JOB.tokens] = layout.tokens;
  job[JOB.inputs] = layout.inputs;
  job[JOB.outputs] = layout.outputs;
  job[JOB.aliases] = layout.aliases;
  job[JOB.keep] = layout.keep;
  job[JOB.sigmoids] = layout.sigmoids;
  job[JOB.scratch] = layout.scratch;
  job[JOB.scratchBytes] = layout.scratchBytes;
  floats[JOB.alpha] = values.alpha;
  floats[JOB.minAlpha] = values.minAlpha;
  job[JOB.seed] = values.seed;
  job[JOB.seed + 1] = Math.floor(values.seed / 2 ** 32);
  new Float64Array(buffer, 4 * JOB.rawWords, 1)[0] = values.rawWords;
}

// The middle of each interval of word2vec.c's table begins at its left end, as there.
function writeSigmoids(target: Float32Array): void {
  for (let i = 0; i < TABLE; i++) target[i] = 1 / (1 + Math.exp(-((i / TABLE) * 2 - 1) * 6));
}

// Uniform in (-1, 1) / size; the output rows start at zero.
function writeInitial(rows: Float32Array, size: number, rowFloats: number, seed: number): void {
  const random = createRandom(seed);
  for (let start = 0; start < rows.length; start += rowFloats) {
    for (let i = start; i < start + size; i++) rows[i] = (random.uniform() * 2 - 1) / size;
  }
}

function withoutPadding(rows: Float32Array, size: number, rowFloats: number): Float32Array {
  const count = rows.length / rowFloats;
  const values = new Float32Array(count * size);
  for (let row = 0; row < count; row++) {
    values.set(rows.subarray(row * rowFloats, row * rowFloats + size), row * size);
  }
  return values;
}
