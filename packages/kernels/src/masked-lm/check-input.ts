import { integerCheck } from '../check-integer.ts';
import { MaskedLmInputError } from '../errors.ts';
import type { MaskedBatch, MaskedTrainingBatch } from './masked-batch.ts';
import { maskedLmShapes, type MaskedLmSize, type MaskedLmWeights, valueCount } from './size.ts';

const checkInteger = integerCheck(MaskedLmInputError);

/** Throws MaskedLmInputError unless every size can be computed. */
export function checkOptions(
  options: MaskedLmSize & {
    readonly maxSessions: number;
    readonly maxTokens: number;
    readonly maxMasked: number;
    readonly samples: number;
    readonly threads: number;
    readonly temperature: number;
  },
): void {
  const { dimensions, heads, feedForward, layers, positions, items, temperature } = options;
  checkInteger('dimensions', dimensions, 8, 1024);
  checkMultiple('dimensions', dimensions, 8);
  checkInteger('heads', heads, 1, dimensions / 4);
  checkMultiple('dimensions / heads', dimensions / heads, 4);
  checkInteger('feedForward', feedForward, 8, 4096);
  checkMultiple('feedForward', feedForward, 8);
  checkInteger('layers', layers, 1, 64);
  checkInteger('positions', positions, 1, 4096);
  checkInteger('items', items, 1, 2 ** 26);
  checkInteger('maxSessions', options.maxSessions, 1, 2 ** 20);
  checkInteger('maxTokens', options.maxTokens, 1, 2 ** 20);
  checkInteger('maxMasked', options.maxMasked, 1, 2 ** 20);
  checkInteger('samples', options.samples, 0, 2 ** 20);
  checkInteger('threads', options.threads, 1, 1024);
  if (!(temperature >= 0 && temperature <= 80)) {
    throw new MaskedLmInputError('temperature', 'a number from 0 to 80', `${temperature}`);
  }
}

/** Throws MaskedLmInputError unless a batch fits the kernel and all its indices are in range. */
export function checkMaskedBatch(
  { tokens, positions, offsets, masked }: MaskedBatch,
  room: MaskedLmSize & {
    readonly maxSessions: number;
    readonly maxTokens: number;
    readonly maxMasked: number;
  },
): void {
  checkInteger('tokens.length', tokens.length, 1, room.maxTokens);
  checkInteger('positions.length', positions.length, tokens.length, tokens.length);
  checkInteger('sessions', offsets.length - 1, 1, room.maxSessions);
  checkInteger('masked.length', masked.length, 1, room.maxMasked);
  checkEach('tokens', tokens, 0, room.items);
  checkEach('positions', positions, 0, room.positions - 1);
  checkOffsets(offsets, tokens.length, room.positions);
  let previous = -1;
  masked.forEach((token, index) => {
    if (token <= previous || token >= tokens.length) {
      const expected = `a token above ${previous} and below ${tokens.length}`;
      throw new MaskedLmInputError(`masked[${index}]`, expected, `${token}`);
    }
    previous = token;
  });
}

function checkOffsets(offsets: Int32Array, tokens: number, longest: number): void {
  for (let session = 0; session + 1 < offsets.length; session++) {
    const length = (offsets[session + 1] ?? 0) - (offsets[session] ?? 0);
    if (length < 0 || length > longest) {
      const expected = `0 to ${longest} tokens (positions)`;
      throw new MaskedLmInputError(`session ${session} of offsets`, expected, `${length}`);
    }
  }
  checkInteger('offsets[0]', offsets[0] ?? -1, 0, 0);
  checkInteger('the last of offsets', offsets[offsets.length - 1] ?? -1, tokens, tokens);
}

/** Throws MaskedLmInputError unless a batch can be trained on. */
export function checkTrainingBatch(
  batch: MaskedTrainingBatch,
  room: Parameters<typeof checkMaskedBatch>[1] & { readonly samples: number },
): void {
  checkMaskedBatch(batch, room);
  const { targets, masked, dropout, samples } = batch;
  checkInteger('targets.length', targets.length, masked.length, masked.length);
  checkEach('targets', targets, 0, room.items - 1);
  const rate = dropout?.rate ?? 0;
  if (!(rate >= 0 && rate < 1)) {
    throw new MaskedLmInputError('dropout.rate', 'a number from 0 to below 1', `${rate}`);
  }
  checkInteger('samples', samples?.items.length ?? 0, room.samples, room.samples);
  if (samples === undefined) return;
  checkEach('samples.items', samples.items, 0, room.items - 1);
  checkInteger('samples.logCounts.length', samples.logCounts.length, room.items, room.items);
}

/** Throws MaskedLmInputError unless every array is there and has its size. */
export function checkWeights(weights: MaskedLmWeights, size: MaskedLmSize): void {
  for (const [name, shape] of maskedLmShapes(size)) {
    const found = weights.get(name)?.length;
    if (found !== valueCount(shape)) {
      const expected = `${valueCount(shape)} values [${shape.join(', ')}]`;
      throw new MaskedLmInputError(`weights ${name}`, expected, `${found ?? 'nothing'}`);
    }
  }
}

function checkMultiple(name: string, value: number, factor: number): void {
  if (value % factor !== 0) {
    throw new MaskedLmInputError(name, `a multiple of ${factor}`, `${value}`);
  }
}

function checkEach(name: string, values: Int32Array, least: number, most: number): void {
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0;
    if (value < least || value > most) {
      throw new MaskedLmInputError(`${name}[${index}]`, `${least} to ${most}`, `${value}`);
    }
  }
}
