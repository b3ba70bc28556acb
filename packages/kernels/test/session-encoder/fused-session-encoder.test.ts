import { describe, expect, it } from 'vitest';
import {
  createFusedSessionEncoder,
  createRandom,
  SessionEncoderInputError,
  SessionEncoderStateError,
  sessionEncoderLengths,
  type SessionEncoderWeights,
  type TrainingSessions,
} from '../../src/index.ts';
import { referenceLoss } from './reference-session-encoder.ts';

const SIZE = { dimensions: 16, positions: 6, items: 40 } as const;
const SCALE = 9;
const ROOM = { ...SIZE, scale: SCALE, maxSessions: 40, maxTokens: 240 } as const;
const DROPOUT = { seed: 77, items: 0.3, session: 0.2, columns: 0.25 };

const random = createRandom(5);
const below = (limit: number) => Math.floor(random.uniform() * limit);
const noise = (count: number) => Float32Array.from({ length: count }, () => random.normal() / 3);

function randomWeights(): SessionEncoderWeights {
  const lengths = sessionEncoderLengths(SIZE);
  return {
    embedding: noise(lengths.embedding),
    scorer: noise(lengths.scorer),
    places: noise(lengths.places),
    repeats: noise(lengths.repeats),
  };
}

/** Sessions of 1 to 6 items, of which some repeat; of the targets one in three stands in its session. */
function randomSessions(count: number): TrainingSessions {
  const sessions = Array.from({ length: count }, () =>
    Array.from({ length: 1 + below(SIZE.positions) }, () => below(12)),
  );
  const offsets = new Int32Array(count + 1);
  sessions.forEach((own, row) => (offsets[row + 1] = (offsets[row] ?? 0) + own.length));
  return {
    tokens: Int32Array.from(sessions.flat()),
    offsets,
    targets: Int32Array.from(sessions, (own) => (below(3) === 0 ? (own[0] ?? 0) : below(40))),
  };
}

const SAMPLES = {
  items: Int32Array.from({ length: 24 }, () => below(40)),
  logCounts: Float32Array.from({ length: 40 }, () => random.uniform() - 0.5),
};

const weights = randomWeights();
const sessions = randomSessions(37);

const FORMS: readonly [string, TrainingSessions, number][] = [
  ['over all items', sessions, 0],
  ['over samples', { ...sessions, samples: SAMPLES }, 24],
  ['under dropout', { ...sessions, samples: SAMPLES, dropout: DROPOUT }, 24],
];

describe.each(FORMS)('%s', (_, batch, samples) => {
  it('has the loss of the reference', () => {
    const encoder = createFusedSessionEncoder({ ...ROOM, samples });
    encoder.setWeights(weights);
    expect(encoder.lossAndGradients(batch).loss).toBeCloseTo(
      referenceLoss(weights, SIZE, batch, SCALE),
      4,
    );
    encoder.dispose();
  });

  it.each(['embedding', 'scorer', 'places', 'repeats'] as const)(
    'has the slopes of the reference: %s',
    (name) => {
      const encoder = createFusedSessionEncoder({ ...ROOM, samples });
      encoder.setWeights(weights);
      const { gradients } = encoder.lossAndGradients(batch);
      encoder.dispose();
      const stride = name === 'embedding' ? 13 : 1;
      for (let index = 0; index < weights[name].length; index += stride) {
        const lossAt = (step: number) => {
          const moved = weights[name].slice();
          moved[index] = (moved[index] ?? 0) + step;
          return referenceLoss({ ...weights, [name]: moved }, SIZE, batch, SCALE);
        };
        // The step is a float32 itself: what it really was is what it is divided by
        const up = Math.fround((weights[name][index] ?? 0) + 1e-3);
        const down = Math.fround((weights[name][index] ?? 0) - 1e-3);
        const slope = (lossAt(1e-3) - lossAt(-1e-3)) / (up - down);
        expect(gradients[name][index]).toBeCloseTo(slope, 4);
      }
    },
  );

  it('learns the same bytes on any number of threads', () => {
    const results = [1, 3].map((threads) => {
      const encoder = createFusedSessionEncoder({ ...ROOM, samples, threads });
      encoder.setWeights(weights);
      const losses = Array.from({ length: 20 }, () =>
        encoder.trainStep(batch, { learningRate: 0.01 }),
      );
      const learnt = encoder.getWeights();
      encoder.dispose();
      return { losses, learnt };
    });
    expect(results[1]).toEqual(results[0]);
    expect(results[0]?.losses.at(-1)).toBeLessThan(results[0]?.losses[0] ?? 0);
  });
});

it('leaves items without a gradient as they are', () => {
  const encoder = createFusedSessionEncoder({ ...ROOM, samples: 2 });
  encoder.setWeights(weights);
  encoder.trainStep(
    {
      tokens: Int32Array.of(3),
      offsets: Int32Array.of(0, 1),
      targets: Int32Array.of(5),
      samples: { ...SAMPLES, items: Int32Array.of(7, 7) },
    },
    { learningRate: 0.01 },
  );
  const { embedding } = encoder.getWeights();
  encoder.dispose();
  const changed = Array.from({ length: SIZE.items }, (_, item) => item).filter((item) =>
    embedding
      .subarray(item * 16, (item + 1) * 16)
      .some((value, i) => value !== weights.embedding[item * 16 + i]),
  );
  expect(changed).toEqual([3, 5, 7]);
});

it.each([
  [
    { tokens: Int32Array.of(40), offsets: Int32Array.of(0, 1), targets: Int32Array.of(1) },
    'tokens[0]',
  ],
  [
    { tokens: Int32Array.of(4), offsets: Int32Array.of(0, 1), targets: Int32Array.of(-1) },
    'targets[0]',
  ],
  [
    { tokens: new Int32Array(7), offsets: Int32Array.of(0, 7), targets: Int32Array.of(1) },
    'items of session 0',
  ],
  [
    { tokens: new Int32Array(1), offsets: Int32Array.of(0, 1), targets: new Int32Array(2) },
    'targets.length',
  ],
])('refuses a batch out of range: %#', (batch, argument) => {
  const encoder = createFusedSessionEncoder({ ...ROOM, threads: 1 });
  expect(() => encoder.trainStep(batch, { learningRate: 0.01 })).toThrow(
    expect.objectContaining({ argument, code: 'session_encoder_input' }),
  );
  encoder.dispose();
});

it('refuses a softmax over more items than it can number, widths that are no multiple of eight, and calls after dispose', () => {
  expect(() => createFusedSessionEncoder({ ...ROOM, items: 2 ** 20 + 1 })).toThrow(
    expect.objectContaining({ argument: 'items' }),
  );
  expect(() => createFusedSessionEncoder({ ...ROOM, dimensions: 12 })).toThrow(
    SessionEncoderInputError,
  );
  const encoder = createFusedSessionEncoder({ ...ROOM, threads: 1 });
  encoder.dispose();
  expect(() => encoder.getWeights()).toThrow(SessionEncoderStateError);
});
