import { MaskedLmInputError } from '../errors.ts';
import { createRegions } from '../wasm/regions.ts';
import { denseShapes, type MaskedLmSize, valueCount } from './size.ts';

/** Index of the job's word, after those of ../wasm/tasks.ts, that holds the address of the words below. */
export const MODEL_WORD = 5;

/** Index of each 32-bit word of the model; as assembly/masked-lm/layout.ts, as is everything on this page. */
export const WORD = {
  dim: 0,
  heads: 1,
  ff: 2,
  layers: 3,
  times: 4,
  shardRows: 5,
  denseCount: 6,
  dense: 7,
  denseFirst: 8,
  denseSecond: 9,
  denseGradients: 10,
  packed: 11,
  input: 12,
  inputFirst: 13,
  inputSecond: 14,
  output: 15,
  outputFirst: 16,
  outputSecond: 17,
  bias: 18,
  biasFirst: 19,
  biasSecond: 20,
  inputGradients: 21,
  outputGradients: 22,
  biasGradients: 23,
  panels: 24,
  tokens: 25,
  positions: 26,
  offsets: 27,
  masked: 28,
  targets: 29,
  shards: 30,
  maskedCount: 31,
  maskedRows: 32,
  state: 33,
  stateBytes: 34,
  scratch: 35,
  scratchBytes: 36,
  outputTouched: 37,
  outputTouchedCount: 38,
  inputTouched: 39,
  inputTouchedCount: 40,
  hidden: 41,
  hiddenInverse: 42,
  hiddenGradients: 43,
  logits: 44,
  blockMax: 45,
  blockSum: 46,
  targetLogits: 47,
  headTable: 49,
  headBias: 50,
  headItems: 51,
  headPanels: 52,
  headOwn: 53,
  headInverse: 54,
  headSampled: 55,
  columnGradients: 56,
  rowSum: 57,
  rowMax: 58,
  temperature: 60, // float32, as are the numbers up to epsilon but for the two integers of the dropout
  dropoutScale: 61,
  dropoutBelow: 62,
  dropoutSeed: 63,
  stepSize: 64,
  oneMinusBeta1: 65,
  oneMinusBeta2: 66,
  epsilon: 67,
  keepsGradients: 68,
  trainsBias: 69,
  tokenAddresses: 70,
  inverseMasked: 71, // float32
  inputDropout: 72,
  columnIndices: 73,
  shardsUsed: 74,
  columnBiases: 75,
} as const;
export const WORD_COUNT = 76;

/** What a task is. */
export const MODE = {
  pack: 0,
  encode: 1,
  gather: 2,
  head: 3,
  headBackward: 4,
  encodeBackward: 5,
  updateDense: 6,
  updateOutput: 7,
  updateInput: 8,
  updateOutputRows: 9,
  updateInputRows: 10,
} as const;

export const BLOCK_PANELS = 64;
export const DENSE_CHUNK = 8192;
export const TOUCHED_CHUNK = 16;
export const TOUCHED_WORDS = 3;
export const SHARD_WORDS = 6;

/** Tokens of a shard, unless one session is longer: fixed, so that sums never depend on the threads. */
const SHARD_TOKENS = 64;

/** What the memory must have room for. */
export interface MaskedLmCapacity extends MaskedLmSize {
  readonly maxTokens: number;
  readonly maxSessions: number;
  readonly maxMasked: number;
  /** 0: the softmax runs over all items. */
  readonly samples: number;
  readonly threads: number;
  /** Whether gradients can be read. */
  readonly keepsGradients: boolean;
}

/** Masked rows padded to fours, an odd number of them: an even one would put one column's rows into few cache sets. */
export function paddedMasked(masked: number): number {
  const fours = Math.ceil(masked / 4);
  return 4 * (fours % 2 === 0 ? fours + 1 : fours);
}

/** Sizes that follow from a capacity, and where each region lies, in bytes. */
export function memoryLayout(capacity: MaskedLmCapacity) {
  const { dimensions: d, feedForward: f, heads, layers, positions, items } = capacity;
  const { maxTokens, maxSessions, maxMasked, samples, threads, isTied, keepsGradients } = capacity;
  const panels = Math.ceil((items + 1) / 8);
  const denseCount = [...denseShapes(capacity).values()].reduce((sum, s) => sum + valueCount(s), 0);
  const shardRows = 4 * Math.ceil(Math.max(SHARD_TOKENS, positions) / 4);
  // Two shards in a row hold more than one shard's tokens, else they would be one.
  const maxShards = Math.min(maxSessions, 2 * Math.ceil(maxTokens / shardRows) + 1);
  const maskedRows = paddedMasked(maxMasked);
  const sampleColumns = 8 * Math.ceil(samples / 8);
  const headPanels = samples === 0 ? panels : (sampleColumns + 8 * Math.ceil(maxMasked / 8)) / 8;
  const blocks = Math.ceil(headPanels / BLOCK_PANELS);
  const maxTouched = maxTokens + (samples === 0 ? 0 : 8 * headPanels) + 1;
  const wide = Math.max(3 * d, f);

  const regions = createRegions();
  const floats = (count: number) => regions.take(4 * count);
  const table = () => floats(8 * panels * d);
  const moments = (take: () => number) => [take(), take(), take()] as const;
  const dense = () => floats(denseCount);
  const bias = () => floats(8 * panels);
  const model = floats(WORD_COUNT);
  const inputs = moments(table);
  const outputs = isTied ? inputs : moments(table);
  const inputGradients = keepsGradients ? table() : 0;
  const layerBytes = 4 * shardRows * (8 * d + f + 2 + heads * positions);
  const stateBytes = layers * layerBytes + 4 * shardRows * d;
  const scratchBytes = 4 * (wide + 3 * shardRows * wide + 8 * Math.ceil(positions / 8));
  const layout = {
    panels,
    denseCount,
    shardRows,
    maxShards,
    maskedRows,
    maxTouched,
    samples,
    sampleColumns,
    headColumns: 8 * headPanels,
    layerBytes,
    model,
    inputs,
    outputs,
    inputGradients,
    outputGradients: keepsGradients && !isTied ? table() : inputGradients,
    denses: moments(dense),
    biases: moments(bias),
    biasGradients: floats(8 * panels),
    columnBiases: samples === 0 ? 0 : floats(8 * headPanels),
    denseGradients: floats(denseCount * maxShards),
    packed: floats(2 * layers * (4 * d * d + 2 * d * f)),
    tokens: floats(maxTokens),
    positions: floats(maxTokens),
    offsets: floats(maxSessions + 1),
    masked: floats(maxMasked),
    targets: floats(maxMasked),
    shards: floats(SHARD_WORDS * maxShards),
    tokenAddresses: floats(maxTokens),
    columnIndices: floats(8 * headPanels),
    outputTouched: floats(TOUCHED_WORDS * maxTouched),
    inputTouched: isTied ? 0 : floats(TOUCHED_WORDS * maxTouched),
    hidden: floats(maskedRows * d),
    hiddenInverse: floats(maskedRows),
    hiddenGradients: floats(blocks * maskedRows * d),
    blockMax: floats(blocks * maskedRows),
    blockSum: floats(blocks * maskedRows),
    targetLogits: floats(maskedRows),
    rowSum: floats(maskedRows),
    rowMax: floats(maskedRows),
    headTable: samples === 0 ? outputs[0] : floats(8 * headPanels * d),
    headBias: samples === 0 ? 0 : floats(8 * headPanels),
    headItems: samples === 0 ? 0 : floats(8 * headPanels),
    headInverse: floats(8 * headPanels),
    columnGradients: samples === 0 ? 0 : floats(8 * headPanels * d),
    stateBytes,
    state: regions.take(stateBytes * maxShards),
    scratchBytes,
    scratch: regions.take(scratchBytes * threads),
    logits: floats(8 * headPanels * maskedRows),
    pages: 0,
  };
  layout.pages = regions.pages(
    (expected, received) =>
      new MaskedLmInputError(
        'its sizes',
        `${expected} (reduce maxMasked, maxTokens, items or dimensions, or take samples)`,
        `${received} for ${JSON.stringify(capacity)}`,
      ),
  );
  return layout;
}
