import { createRandom, type MaskedTrainingBatch } from '@lf/kernels';
import { describe, expect, it } from 'vitest';
import { sessionItems, toItemSequences } from '../../src/index.ts';
import { createItemSampler } from '../../src/prodb/masking/item-sampler.ts';
import { createEpochBatches } from '../../src/prodb/masking/training-batches.ts';
import { PRODB } from '@lf/recommenders/training';

const ITEMS = 100;
const MASK = ITEMS;
const SESSIONS = toItemSequences(
  Array.from({ length: 200 }, (_, session) =>
    Array.from({ length: 2 + (session % 9) }, (__, place) => (session * 7 + place) % ITEMS),
  ),
);

const parse = (json: unknown) => PRODB.parse(json);
const epochOf = (settings: object, epoch = 1, seed = 1): MaskedTrainingBatch[] => [
  ...createEpochBatches(SESSIONS, ITEMS, parse({ BATCH_SIZE: 32, ...settings }), seed)(epoch),
];

/** Every session of a batch: what is shown, and its targets by place. */
function shownSessions(batches: readonly MaskedTrainingBatch[]) {
  return batches.flatMap(({ tokens, offsets, masked, targets, positions }) =>
    Array.from({ length: offsets.length - 1 }, (_, session) => {
      const [start, end] = [offsets[session]!, offsets[session + 1]!];
      const asked = [...masked.entries()].filter(([, token]) => token >= start && token < end);
      return {
        tokens: [...tokens.subarray(start, end)],
        positions: [...positions.subarray(start, end)],
        targets: new Map(asked.map(([index, token]) => [token - start, targets[index]!])),
      };
    }),
  );
}

/** A shown session with its answers filled in. */
const answered = ({ tokens, targets }: ReturnType<typeof shownSessions>[number]) =>
  tokens.map((token, place) => targets.get(place) ?? token);

const originals = new Set(
  Array.from({ length: 200 }, (_, session) => sessionItems(SESSIONS, session).join(' ')),
);

describe('sessions asked for the event after a cut', () => {
  const shown = shownSessions(epochOf({ LAST_MASK_RATIO: 1 }));

  it('are all there, once an epoch', () => {
    expect(shown).toHaveLength(200);
  });

  it('show the mask in the last place alone', () => {
    for (const { tokens, targets } of shown) {
      expect(tokens.indexOf(MASK)).toBe(tokens.length - 1);
      expect([...targets.keys()]).toEqual([tokens.length - 1]);
      expect(tokens.length).toBeGreaterThanOrEqual(2);
    }
  });

  it('begin as one of the sessions', () => {
    for (const session of shown) {
      const begin = answered(session).join(' ');
      expect([...originals].some((original) => `${original} `.startsWith(`${begin} `))).toBe(true);
    }
  });

  it('are cut at other events in another epoch', () => {
    const lengths = (epoch: number) =>
      shownSessions(epochOf({ LAST_MASK_RATIO: 1 }, epoch)).reduce(
        (n, s) => n + s.tokens.length,
        0,
      );
    expect(lengths(1)).not.toBe(lengths(2));
  });
});

describe('sessions asked for any item', () => {
  const settings = { LAST_MASK_RATIO: 0, MASKING_PROBABILITY: 0.25, DATA_DUPLICATION: 10 };
  const shown = shownSessions(epochOf(settings));

  it('are the sessions, DATA_DUPLICATION times', () => {
    expect(shown).toHaveLength(2000);
    expect(new Set(shown.map((session) => answered(session).join(' ')))).toEqual(originals);
  });

  it('are asked for one item at least, and for a share of about MASKING_PROBABILITY', () => {
    expect(Math.min(...shown.map(({ targets }) => targets.size))).toBe(1);
    const long = shown.filter(({ tokens }) => tokens.length >= 9);
    const asked = long.reduce((sum, { targets }) => sum + targets.size, 0);
    const tokens = long.reduce((sum, session) => sum + session.tokens.length, 0);
    expect(asked / tokens).toBeGreaterThan(0.22);
    expect(asked / tokens).toBeLessThan(0.31);
  });

  it('hide four of five behind the mask, keep a tenth and replace a tenth', () => {
    const fates = shown.flatMap(({ tokens, targets }) =>
      [...targets].map(([place, target]) =>
        tokens[place] === MASK ? 'mask' : tokens[place] === target ? 'kept' : 'other',
      ),
    );
    const share = (fate: string) => fates.filter((each) => each === fate).length / fates.length;
    expect(share('mask')).toBeCloseTo(0.8, 1);
    expect(share('kept')).toBeCloseTo(0.1, 1);
    expect(share('other')).toBeCloseTo(0.1, 1);
  });
});

describe('masks', () => {
  const masksOf = (settings: object, epoch: number) =>
    shownSessions(epochOf({ LAST_MASK_RATIO: 0, ...settings }, epoch))
      .map(({ tokens }) => tokens.join(' '))
      .toSorted();

  it('are new each epoch, or the same all along', () => {
    expect(masksOf({}, 2)).not.toEqual(masksOf({}, 1));
    expect(masksOf({ MASKS: 'once' }, 2)).toEqual(masksOf({ MASKS: 'once' }, 1));
  });

  it('do not depend on the batch size', () => {
    expect(masksOf({ BATCH_SIZE: 7 }, 1)).toEqual(masksOf({}, 1));
  });
});

describe('batches', () => {
  it('are the same for the same seed, and others for another', () => {
    expect(epochOf({})).toEqual(epochOf({}));
    expect(epochOf({}, 1, 2)).not.toEqual(epochOf({}));
  });

  it('count positions from either end', () => {
    for (const { positions, tokens } of shownSessions(epochOf({}))) {
      expect(positions.at(-1)).toBe(0);
      expect(positions[0]).toBe(tokens.length - 1);
    }
    for (const { positions } of shownSessions(epochOf({ POSITIONS: 'from_start' }))) {
      expect(positions[0]).toBe(0);
    }
  });

  it('show the last MAX_LEN events', () => {
    const shown = shownSessions(epochOf({ MAX_LEN: 4, LAST_MASK_RATIO: 0 }));
    expect(Math.max(...shown.map(({ tokens }) => tokens.length))).toBe(4);
    const ends = new Set([...originals].map((items) => items.split(' ').slice(-4).join(' ')));
    for (const session of shown) expect(ends).toContain(answered(session).join(' '));
  });

  it('bring samples for the sampled softmax alone', () => {
    expect(epochOf({ SAMPLES: 12 })[0]?.samples?.items).toHaveLength(12);
    expect(epochOf({ SOFTMAX: 'full' })[0]?.samples).toBeUndefined();
    expect(epochOf({ SAMPLES: ITEMS })[0]?.samples).toBeUndefined();
  });
});

describe('samples', () => {
  const counts = Uint32Array.of(1000, 100, 10, 0);

  it.each([0, 0.5, 1])('are drawn by counts to the power of %d', (exponent) => {
    const sampler = createItemSampler(counts, 20_000, exponent);
    const drawn = new Float64Array(4);
    for (const item of sampler.draw(createRandom(4))) drawn[item]!++;
    sampler.logCounts.forEach((logCount, item) => {
      const expected = Math.exp(logCount);
      expect(Math.abs(drawn[item]! - expected)).toBeLessThan(5 * Math.sqrt(expected) + 1);
    });
  });

  it('are expected as often as there are samples', () => {
    const { logCounts } = createItemSampler(counts, 64, 0.75);
    expect(logCounts.reduce((sum, value) => sum + Math.exp(value), 0)).toBeCloseTo(64, 3);
  });
});
