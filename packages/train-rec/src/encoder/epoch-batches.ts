import { createRandom, shuffle, type TrainingSessions } from '@lf/kernels';
import { countItems, type ItemSequences, sessionCount } from '@lf/recommenders';
import type { EncoderConfig } from '@lf/recommenders/training';
import { createItemSampler } from '../prodb/masking/item-sampler.ts';

/** An epoch's batches, one at a time. */
export interface EncoderBatches {
  /** Steps of an epoch. */
  readonly steps: number;
  epoch(epoch: number): Generator<TrainingSessions>;
}

/**
 * Every event but the first of a session is asked for once an epoch, from the events before it, in an order that the
 * seed and the epoch give.
 *
 * @param train sessions of known items
 * @param samples 0 for a softmax over all items
 */
export function createEncoderBatches(
  train: ItemSequences,
  itemCount: number,
  config: EncoderConfig,
  { seed, samples }: { readonly seed: number; readonly samples: number },
): EncoderBatches {
  const { BATCH_SIZE, MAX_LEN, SAMPLING_EXPONENT } = config;
  const { firsts, lasts } = eventsAskedFor(train);
  const sampler =
    samples === 0
      ? undefined
      : createItemSampler(countItems(train, itemCount), samples, SAMPLING_EXPONENT);

  function batchOf(events: Uint32Array): Pick<TrainingSessions, 'tokens' | 'offsets' | 'targets'> {
    const offsets = new Int32Array(events.length + 1);
    const tokens: number[] = [];
    const targets = Int32Array.from(events, (event, row) => {
      const last = lasts[event] ?? 0;
      const first = Math.max(firsts[event] ?? 0, last - MAX_LEN);
      for (const item of train.items.subarray(first, last)) tokens.push(item);
      offsets[row + 1] = tokens.length;
      return train.items[last] ?? 0;
    });
    return { tokens: Int32Array.from(tokens), offsets, targets };
  }

  return {
    steps: Math.ceil(lasts.length / BATCH_SIZE),
    *epoch(epoch) {
      const random = createRandom(Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) + epoch);
      const order = Uint32Array.from({ length: lasts.length }, (_, index) => index);
      shuffle(order, () => random.uniform());
      for (let from = 0; from < order.length; from += BATCH_SIZE) {
        yield {
          ...batchOf(order.subarray(from, from + BATCH_SIZE)),
          dropout: {
            seed: Math.floor(random.uniform() * 2 ** 31),
            items: config.ITEM_DROPOUT,
            session: config.SESSION_DROPOUT,
            columns: config.TARGET_DROPOUT,
          },
          ...(sampler === undefined
            ? {}
            : { samples: { items: sampler.draw(random), logCounts: sampler.logCounts } }),
        };
      }
    },
  };
}

/** Where each event that is asked for stands, and where its session starts. */
function eventsAskedFor({ offsets, items }: ItemSequences) {
  const firsts = new Uint32Array(items.length);
  const lasts = new Uint32Array(items.length);
  let count = 0;
  for (let session = 0; session < sessionCount({ offsets, items }); session++) {
    const first = offsets[session] ?? 0;
    for (let last = first + 1; last < (offsets[session + 1] ?? 0); last++) {
      firsts[count] = first;
      lasts[count++] = last;
    }
  }
  return { firsts: firsts.subarray(0, count), lasts: lasts.subarray(0, count) };
}
