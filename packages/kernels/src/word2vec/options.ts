import { integerCheck } from '../check-integer.ts';
import { Word2VecInputError } from '../errors.ts';

/** Throws Word2VecInputError unless a value is an integer in its range. */
export const checkInteger = integerCheck(Word2VecInputError);

/** Sentences (sessions) as columns: those of sentence `s` are `items[offsets[s] .. offsets[s + 1])`. */
export interface Sentences {
  /** `[sentence + 1]`, from 0, never falling. */
  readonly offsets: Uint32Array;
  /** `[word]`, each 0 to itemCount - 1. */
  readonly items: Uint32Array;
}

/** What training reports from time to time, and once at its end. */
export interface Word2VecProgress {
  /** From 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Raw words done, over all epochs. */
  readonly words: number;
  readonly totalWords: number;
  readonly wordsPerSecond: number;
  /** The learning rate at this point. */
  readonly alpha: number;
  /** Mean loss of a position (one positive row, `negative` drawn ones) since the last report; undefined if no position was sampled. */
  readonly loss: number | undefined;
}

/** How to train; where nothing is given, gensim's defaults. */
export interface Word2VecSettings {
  /** Floats of a vector. Default 100. */
  readonly size?: number;
  /** Largest distance between two words of a window; its half-width is drawn from 1 to this. Default 5. */
  readonly window?: number;
  /** Items of fewer occurrences are left out. Default 5. */
  readonly minCount?: number;
  /** Default 5. */
  readonly epochs?: number;
  /** `cbow` predicts a word from the mean of its window, `skip-gram` from each word of it. Default cbow. */
  readonly architecture?: 'cbow' | 'skip-gram';
  /** Words drawn against each true one. Default 5. */
  readonly negative?: number;
  /** They are drawn by count to this power; 0 draws all alike, below 0 the rare ones more. Default .75. */
  readonly nsExponent?: number;
  /** Items above this share of all words are dropped at random; 0 keeps all. Default 1e-3. */
  readonly sample?: number;
  /** Learning rate at the start, falling linearly over the raw words of all epochs. Default .025. */
  readonly alpha?: number;
  /** Learning rate at the end. Default 1e-4. */
  readonly minAlpha?: number;
  /**
   * What a word of a CBOW window gets: the whole gradient of the mean (`undivided`, as word2vec.c and
   * gensim do), or its share of it (`divided`, the true gradient). Default undivided.
   */
  readonly cbowGradient?: 'undivided' | 'divided';
  /**
   * `exact` to 2e-7; `table` as word2vec.c and gensim do: 1,000 values, and no update where a product
   * passes 6. Default exact.
   */
  readonly sigmoid?: 'exact' | 'table';
  /** Default 1. */
  readonly seed?: number;
  /** Threads; with one, the same seed gives the same bytes. Default: all cores. */
  readonly threads?: number;
}

/** gensim's defaults, but for the sigmoid. */
export const WORD2VEC_DEFAULTS = {
  size: 100,
  window: 5,
  minCount: 5,
  epochs: 5,
  architecture: 'cbow',
  negative: 5,
  nsExponent: 0.75,
  sample: 1e-3,
  alpha: 0.025,
  minAlpha: 1e-4,
  cbowGradient: 'undivided',
  sigmoid: 'exact',
  seed: 1,
} as const satisfies Word2VecSettings;

/** The settings with their defaults; throws Word2VecInputError at the first one out of its range. */
export function word2VecSettings(
  settings: Word2VecSettings,
): Required<Omit<Word2VecSettings, 'threads'>> {
  const all = { ...WORD2VEC_DEFAULTS, ...settings };
  checkInteger('size', all.size, 1, 65_536);
  checkInteger('window', all.window, 1, 2 ** 31 - 1);
  checkInteger('minCount', all.minCount, 0, 2 ** 32 - 1);
  checkInteger('epochs', all.epochs, 1, 1e6);
  checkInteger('negative', all.negative, 1, 1e4);
  checkRange('nsExponent', all.nsExponent, -10, 10);
  checkRange('sample', all.sample, 0, 1);
  checkRange('alpha', all.alpha, 0, 10);
  checkRange('minAlpha', all.minAlpha, 0, all.alpha);
  checkRange('seed', all.seed, Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  checkName('architecture', all.architecture, ['cbow', 'skip-gram']);
  checkName('cbowGradient', all.cbowGradient, ['undivided', 'divided']);
  checkName('sigmoid', all.sigmoid, ['exact', 'table']);
  return all;
}

function checkRange(name: string, value: number, low: number, high: number): void {
  if (!(value >= low && value <= high)) {
    throw new Word2VecInputError(name, `a number from ${low} to ${high}`, String(value));
  }
}

function checkName(name: string, value: string, names: readonly string[]): void {
  if (!names.includes(value)) {
    throw new Word2VecInputError(name, `one of ${names.join(', ')}`, JSON.stringify(value));
  }
}
