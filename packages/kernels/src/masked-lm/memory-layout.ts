import { MaskedLmInputError } from '../errors.ts';
import { MASKED_LM_NUMBER, MASKED_LM_WORD } from '../generated/masked-lm-layout.ts';
import { createRegions } from '../wasm/regions.ts';
import { denseShapes, type MaskedLmSize, valueCount } from './size.ts';

export { MASKED_LM_MODE as MODE, MASKED_LM_WORD as WORD } from '../generated/masked-lm-layout.ts';

/** Index of the job's word that holds the address of the model's words. */
export const MODEL_WORD = MASKED_LM_NUMBER.model / 4;

export const WORD_COUNT = 1 + Math.max(...Object.values(MASKED_LM_WORD));

export const {
  blockPanels: BLOCK_PANELS,
  denseChunk: DENSE_CHUNK,
  touchedChunk: TOUCHED_CHUNK,
  touchedWords: TOUCHED_WORDS,
  shardWords: SHARD_WORDS,
} = MASKED_LM_NUMBER;

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
