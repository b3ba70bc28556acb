import { createRandom, shuffle, type MaskedTrainingBatch } from '@lf/kernels';
import { countItems, type ItemSequences, sessionCount, sessionItems } from '@lf/recommenders';
import { createBatchWriter, type ProdbConfig } from '@lf/recommenders/training';
import { softmaxSamples } from '../softmax-samples.ts';
import { createItemSampler } from './item-sampler.ts';
import { maskSession } from './mask-session.ts';

/** Streams of draws that a seed has: of the order, of the masks, of dropout and samples. */
const STREAM = { order: 1, masks: 2, steps: 3 } as const;

/** Makes an epoch's batches, one at a time: sessions in a new order, masked by the config's rules. */
export type EpochBatches = (epoch: number) => Generator<MaskedTrainingBatch>;

/**
 * Every draw depends on the seed, the epoch and the session alone, so neither the batch size nor the engine changes
 * the masks.
 *
 * @param train sessions of two known items at least
 */
export function createEpochBatches(
  train: ItemSequences,
  itemCount: number,
  config: ProdbConfig,
  seed: number,
): EpochBatches {
  const { BATCH_SIZE, DATA_DUPLICATION, MASKS, SAMPLING_EXPONENT } = config;
  const samples = softmaxSamples(config, itemCount);
  const sessions = sessionCount(train);
  const sampler =
    samples === 0
      ? undefined
      : createItemSampler(countItems(train, itemCount), samples, SAMPLING_EXPONENT);
  const streamOf = (stream: number, epoch: number, index = 0) =>
    createRandom(mixed(mixed(mixed(seed, stream), epoch), index));

  return function* batches(epoch) {
    const order = Uint32Array.from({ length: sessions * DATA_DUPLICATION }, (_, i) => i);
    const orders = streamOf(STREAM.order, epoch);
    shuffle(order, () => orders.uniform());
    const steps = streamOf(STREAM.steps, epoch);
    const writer = createBatchWriter(config.POSITIONS);
    for (const [index, copy] of order.entries()) {
      const masks = streamOf(STREAM.masks, MASKS === 'once' ? 0 : epoch, copy);
      maskSession(sessionItems(train, copy % sessions), config, itemCount, masks, writer);
      if (writer.sessions < BATCH_SIZE && index + 1 < order.length) continue;
      yield {
        ...writer.take(),
        ...(config.DROPOUT === 0 ? {} : { dropout: dropoutOf(config, steps.uniform()) }),
        ...(sampler === undefined
          ? {}
          : { samples: { items: sampler.draw(steps), logCounts: sampler.logCounts } }),
      };
    }
  };
}

function dropoutOf({ DROPOUT, INPUT_DROPOUT }: ProdbConfig, share: number) {
  return { rate: DROPOUT, seed: Math.floor(share * 2 ** 31), isOnInput: INPUT_DROPOUT };
}

/** A 32-bit integer that two of them tell apart from all near them (murmur3's multiplications). */
function mixed(a: number, b: number): number {
  const hash = Math.imul(a ^ Math.imul(b + 0x9e3779b9, 0x85ebca6b), 0xc2b2ae35);
  return hash ^ (hash >>> 15);
}
