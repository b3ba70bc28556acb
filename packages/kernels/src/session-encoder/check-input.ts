import { integerCheck } from '../check-integer.ts';
import { SessionEncoderInputError } from '../errors.ts';
import {
  sessionEncoderLengths,
  type SessionEncoderSize,
  type SessionEncoderWeights,
} from './size.ts';
import type { TrainingSessions } from './training-sessions.ts';

const checkInteger = integerCheck(SessionEncoderInputError);

/** What a kernel has room for. */
export interface SessionEncoderCapacity extends SessionEncoderSize {
  readonly maxSessions: number;
  readonly maxTokens: number;
  /** 0: the softmax runs over all items. */
  readonly samples: number;
  readonly scale: number;
  readonly threads: number;
}

/** Throws SessionEncoderInputError unless every size can be computed. */
export function checkCapacity(capacity: SessionEncoderCapacity): void {
  checkInteger('dimensions', capacity.dimensions, 8, 1024);
  if (capacity.dimensions % 8 !== 0) {
    throw new SessionEncoderInputError('dimensions', 'a multiple of 8', `${capacity.dimensions}`);
  }
  checkInteger('positions', capacity.positions, 1, 4096);
  // Each column of the softmax has a gradient, which touched-items.ts numbers
  checkInteger('items', capacity.items, 1, capacity.samples === 0 ? 2 ** 20 : 2 ** 26);
  checkInteger('maxSessions', capacity.maxSessions, 1, 2 ** 16);
  checkInteger('maxTokens', capacity.maxTokens, 1, 2 ** 19);
  checkInteger('samples', capacity.samples, 0, 2 ** 19);
  checkInteger('threads', capacity.threads, 1, 1024);
  if (!(capacity.scale > 0 && capacity.scale <= 80)) {
    throw new SessionEncoderInputError('scale', 'a number above 0 up to 80', `${capacity.scale}`);
  }
}

/** Throws SessionEncoderInputError unless the sessions fit the kernel and all their indices are in range. */
export function checkTrainingSessions(
  { tokens, offsets, targets, samples, dropout }: TrainingSessions,
  room: SessionEncoderCapacity,
): void {
  checkInteger('tokens.length', tokens.length, 1, room.maxTokens);
  checkInteger('sessions', offsets.length - 1, 1, room.maxSessions);
  checkInteger('targets.length', targets.length, offsets.length - 1, offsets.length - 1);
  checkInteger('offsets[0]', offsets[0] ?? -1, 0, 0);
  checkInteger('the last of offsets', offsets.at(-1) ?? -1, tokens.length, tokens.length);
  for (let session = 0; session + 1 < offsets.length; session++) {
    const length = (offsets[session + 1] ?? 0) - (offsets[session] ?? 0);
    checkInteger(`items of session ${session}`, length, 1, room.positions);
  }
  checkEach('tokens', tokens, room.items);
  checkEach('targets', targets, room.items);
  checkInteger('samples', samples?.items.length ?? 0, room.samples, room.samples);
  if (samples !== undefined) {
    checkEach('samples.items', samples.items, room.items);
    checkInteger('samples.logCounts.length', samples.logCounts.length, room.items, room.items);
  }
  for (const rate of [dropout?.items ?? 0, dropout?.session ?? 0, dropout?.columns ?? 0]) {
    if (rate >= 0 && rate < 1) continue;
    throw new SessionEncoderInputError('dropout', 'numbers from 0 to below 1', `${rate}`);
  }
}

/** Throws SessionEncoderInputError unless every array has its size. */
export function checkEncoderWeights(
  weights: SessionEncoderWeights,
  size: SessionEncoderSize,
): void {
  const lengths = sessionEncoderLengths(size);
  for (const name of ['embedding', 'scorer', 'places', 'repeats'] as const) {
    checkInteger(`${name}.length`, weights[name].length, lengths[name], lengths[name]);
  }
}

function checkEach(name: string, items: Int32Array, count: number): void {
  for (let index = 0; index < items.length; index++) {
    checkInteger(`${name}[${index}]`, items[index] ?? -1, 0, count - 1);
  }
}
