import { SessionEncoderInputError } from '../errors.ts';
import {
  SESSION_ENCODER_NUMBER,
  SESSION_ENCODER_WORD,
} from '../generated/session-encoder-layout.ts';
import { createRegions } from '../wasm/regions.ts';
import type { SessionEncoderCapacity } from './check-input.ts';

export {
  SESSION_ENCODER_MODE as MODE,
  SESSION_ENCODER_WORD as WORD,
} from '../generated/session-encoder-layout.ts';

/** Index of the job's word that holds the address of the model's words. */
export const MODEL_WORD = SESSION_ENCODER_NUMBER.model / 4;

export const {
  rowChunk: ROW_CHUNK,
  touchedChunk: TOUCHED_CHUNK,
  touchedWords: TOUCHED_WORDS,
} = SESSION_ENCODER_NUMBER;

/** Words of the model. */
export const WORD_COUNT = 1 + Math.max(...Object.values(SESSION_ENCODER_WORD));

/** Columns of the softmax: an odd number of eights, so that one column's rows spread over the cache's sets. */
function paddedColumns(columns: number): number {
  const eights = Math.ceil(columns / 8);
  return 8 * (eights % 2 === 0 ? eights + 1 : eights);
}

/** Where each region lies, in bytes, and how much each holds. */
export function encoderLayout(capacity: SessionEncoderCapacity) {
  const { dimensions: d, positions, items, maxSessions, maxTokens, samples, threads } = capacity;
  const columns = paddedColumns(samples === 0 ? items : samples);
  const rows = ROW_CHUNK * Math.ceil(maxSessions / ROW_CHUNK);
  const denseCount = 4 * Math.ceil((d + 2 * positions) / 4);
  const maxEntries = maxTokens + maxSessions + columns;
  const { zeroFloats, ownBytes } = SESSION_ENCODER_NUMBER;
  const scratchBytes =
    64 * Math.ceil((4 * (zeroFloats + 10 * d + positions) + ownBytes * (positions + 2)) / 64);
  const regions = createRegions();
  const floats = (count: number) => regions.take(4 * count);
  const layout = {
    columns,
    rows,
    denseCount,
    maxEntries,
    scratchBytes,
    model: floats(WORD_COUNT),
    items: floats(items * d),
    itemsFirst: floats(items * d),
    itemsSecond: floats(items * d),
    dense: floats(denseCount),
    denseGradients: floats((denseCount * rows) / ROW_CHUNK),
    tokens: floats(maxTokens),
    offsets: floats(maxSessions + 1),
    targets: floats(maxSessions),
    targetBiases: floats(maxSessions),
    columnItems: floats(columns),
    columnBiases: floats(columns),
    firstColumn: floats(items),
    nextColumn: floats(columns),
    chances: floats(maxTokens),
    sessions: floats(rows * d),
    sessionInverse: floats(rows),
    units: floats(rows * d),
    unitGradients: floats(rows * d),
    logits: floats(rows * columns),
    panels: floats(columns * d),
    columnPanels: floats(columns * d),
    columnInverse: floats(columns),
    rowMax: floats(rows),
    rowSum: floats(rows),
    targetLogits: floats(rows),
    tokenGradients: floats(maxTokens * d),
    targetGradients: floats(maxSessions * d),
    columnGradients: floats(columns * d),
    touched: floats(TOUCHED_WORDS * (maxEntries + 1)),
    addresses: floats(maxEntries),
    scratch: regions.take(scratchBytes * threads),
    pages: 0,
  };
  layout.pages = regions.pages(
    (expected, received) =>
      new SessionEncoderInputError(
        'its sizes',
        `${expected} (reduce samples, items or dimensions)`,
        `${received} for ${JSON.stringify(capacity)}`,
      ),
  );
  return layout;
}
