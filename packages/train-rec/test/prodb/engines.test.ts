import {
  createRandom,
  initialMaskedLmWeights,
  type MaskedLmSize,
  type MaskedLmWeights,
  type MaskedTrainingBatch,
} from '@lf/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { createEngine, type EngineConfig } from '../../src/prodb/create-engine.ts';
import type { ProdbEngine } from '../../src/prodb/engine.ts';
import { createEpochBatches } from '../../src/prodb/masking/training-batches.ts';
import { modelSize, PRODB, type ProdbConfig } from '@lf/recommenders/training';
import { toItemSequences } from '../../src/index.ts';

const ITEMS = 30;

const SMALL = {
  MAX_LEN: 6,
  BATCH_SIZE: 20,
  EMBED_DIM: 16,
  NUM_HEAD: 2,
  FF_DIM: 24,
  NUM_LAYERS: 2,
  LAST_MASK_RATIO: 0.5,
  SAMPLES: 16,
};

const ENGINES = [
  { ENGINE: 'fused', THREADS: 2 },
  { ENGINE: 'tfjs', BACKEND: 'wasm' },
  { ENGINE: 'tfjs', BACKEND: 'cpu' },
] as const;

const MODELS = [
  { name: 'as it comes', settings: {} },
  {
    name: 'as prodb has it',
    settings: {
      TIED_WEIGHTS: false,
      SOFTMAX: 'full',
      COSINE_SCALE: 0,
      ADAM: 'dense',
      LAST_MASK_RATIO: 0,
      POSITIONS: 'from_start',
    },
  },
  { name: 'tied, full, cosines', settings: { SOFTMAX: 'full', INPUT_DROPOUT: true } },
  { name: 'untied, sampled, products', settings: { TIED_WEIGHTS: false, COSINE_SCALE: 0 } },
  { name: 'sampled, dense Adam, no dropout', settings: { ADAM: 'dense', DROPOUT: 0 } },
];

function configOf(settings: object): ProdbConfig & EngineConfig {
  const config = PRODB.parse({ ...SMALL, ...settings });
  return config;
}

/** Weights of which none is zero by chance. */
function busyWeights(size: MaskedLmSize): MaskedLmWeights {
  const random = createRandom(3);
  const weights = initialMaskedLmWeights(size, 5);
  for (const values of weights.values()) {
    values.forEach((value, index) => (values[index] = value + 0.4 * random.uniform() - 0.2));
  }
  return weights;
}

function batchesOf(config: ProdbConfig, count: number): MaskedTrainingBatch[] {
  const random = createRandom(9);
  const below = (limit: number) => Math.floor(random.uniform() * limit);
  const sessions = Array.from({ length: count * config.BATCH_SIZE }, () =>
    Array.from({ length: 2 + below(8) }, () => below(ITEMS)),
  );
  return [...createEpochBatches(toItemSequences(sessions), ITEMS, config, 1)(1)];
}

function largestDifference(found: MaskedLmWeights, expected: MaskedLmWeights): number {
  let largest = 0;
  for (const [name, values] of expected) {
    values.forEach((value, index) => {
      largest = Math.max(largest, Math.abs(value - (found.get(name)?.[index] ?? NaN)));
    });
  }
  return largest;
}

async function withEngine<Result>(
  config: ProdbConfig,
  use: (engine: ProdbEngine) => Promise<Result>,
): Promise<Result> {
  const size = modelSize(config, ITEMS);
  const engine = await createEngine(config, size, { readsGradients: true });
  engine.setWeights(busyWeights(size));
  try {
    return await use(engine);
  } finally {
    engine.dispose();
  }
}

describe.each(ENGINES)('engine $ENGINE, backend $BACKEND', (choice) => {
  it('names what computes', async () => {
    await withEngine(configOf(choice), async (engine) => {
      expect(engine.name).toBe(choice.ENGINE);
      expect(engine.backend).toContain('BACKEND' in choice ? choice.BACKEND : 'threads: 2');
    });
  });

  it('hands back the weights that it took', async () => {
    const config = configOf(choice);
    await withEngine(config, async (engine) => {
      expect(await engine.getWeights()).toEqual(busyWeights(modelSize(config, ITEMS)));
    });
  });

  describe.each(MODELS)('a model $name', ({ settings }) => {
    const config = configOf({ ...settings, ...choice });
    const reference = configOf({ ...settings, ENGINE: 'fused', THREADS: 1 });

    it('has the loss and the gradients of the fused kernels on one thread', async () => {
      const [batch] = batchesOf(config, 1);
      const expected = await withEngine(reference, (engine) => engine.lossAndGradients(batch!));
      const found = await withEngine(config, (engine) => engine.lossAndGradients(batch!));
      expect(Math.abs(found.loss - expected.loss)).toBeLessThan(1e-5);
      expect(largestDifference(found.gradients, expected.gradients)).toBeLessThan(1e-5);
      expect([...found.gradients.keys()].toSorted()).toEqual(
        [...expected.gradients.keys()].toSorted(),
      );
    });

    it('has their weights after steps of Adam', async () => {
      const batches = batchesOf(config, 4);
      const train = (engine: ProdbEngine) =>
        batches
          .reduce<Promise<unknown>>(
            (before, batch) => before.then(() => engine.trainStep(batch, 1e-3)),
            Promise.resolve(),
          )
          .then(() => engine.getWeights());
      const expected = await withEngine(reference, train);
      const found = await withEngine(config, train);
      expect(largestDifference(found, expected)).toBeLessThan(1e-4);
      const start = busyWeights(modelSize(config, ITEMS));
      expect(largestDifference(found, start)).toBeGreaterThan(3e-3);
    });
  });
});

it('leaves no tensor alive', async () => {
  const config = configOf({ ENGINE: 'tfjs', BACKEND: 'cpu' });
  const [batch] = batchesOf(config, 1);
  await withEngine(config, async () => undefined); // loads the backend
  const before = tf.memory().numTensors;
  await withEngine(config, async (engine) => {
    await engine.lossAndGradients(batch!);
    await engine.trainStep(batch!, 1e-3);
    await engine.trainStep(batch!, 1e-3);
  });
  expect(tf.memory().numTensors).toBe(before);
});
