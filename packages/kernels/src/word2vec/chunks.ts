import { Word2VecInputError } from '../errors.ts';
import type { Sentences } from './options.ts';
import { NO_ROW } from './vocabulary.ts';

/** Raw words of a chunk, which one thread takes at a time: gensim's. A longer sentence is one by itself. */
const CHUNK_WORDS = 10_000;

/** The first sentence of each chunk, and behind the last one the count of sentences. */
export function chunkStarts(offsets: Uint32Array): Uint32Array {
  const starts: number[] = [];
  let chunkEnd = -1;
  for (let sentence = 0; sentence + 1 < offsets.length; sentence++) {
    const start = offsets[sentence] ?? 0;
    const end = offsets[sentence + 1] ?? 0;
    if (end < start) {
      throw new Word2VecInputError(
        `sentences.offsets[${sentence + 1}]`,
        `at least the one before, ${start}`,
        `${end}`,
      );
    }
    if (end <= chunkEnd) continue;
    starts.push(sentence);
    chunkEnd = start + CHUNK_WORDS;
  }
  return Uint32Array.of(...starts, offsets.length - 1);
}

/** Rows of the sentences' words, without those that have none. */
export function writeTokens(
  { offsets, items }: Sentences,
  rows: Uint32Array,
  target: { readonly offsets: Uint32Array; readonly tokens: Uint32Array },
): void {
  let token = 0;
  for (let sentence = 0; sentence + 1 < offsets.length; sentence++) {
    target.offsets[sentence] = token;
    const end = offsets[sentence + 1] ?? 0;
    for (let word = offsets[sentence] ?? 0; word < end; word++) {
      const row = rows[items[word] ?? 0] ?? NO_ROW;
      if (row !== NO_ROW) target.tokens[token++] = row;
    }
  }
  target.offsets[offsets.length - 1] = token;
}

/** Words of the longest sentence. */
export function longestSentence(offsets: Uint32Array): number {
  let longest = 0;
  for (let sentence = 0; sentence + 1 < offsets.length; sentence++) {
    longest = Math.max(longest, (offsets[sentence + 1] ?? 0) - (offsets[sentence] ?? 0));
  }
  return longest;
}
