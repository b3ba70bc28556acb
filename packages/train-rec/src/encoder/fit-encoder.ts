import {
  createFusedSessionEncoder,
  createRandom,
  sessionEncoderLengths,
  type SessionEncoderSize,
  type SessionEncoderWeights,
} from '@lf/kernels';
import { countItems, filterSessions } from '@lf/recommenders';
import {
  createEncoderRanking,
  type EncoderConfig,
  encoderSize,
  knownItems,
} from '@lf/recommenders/training';
import type { FitInput } from '../define-trainer.ts';
import { RecDataError, TrainingDivergedError } from '../errors.ts';
import { createEarlyStopping } from '../prodb/early-stopping.ts';
import { createHitRate } from '../sessions/validation-hit-rate.ts';
import { createEncoderBatches } from './epoch-batches.ts';

/** Steps between two reports inside an epoch. */
const REPORT_STEPS = 100;

/** What Adam's step size ends at, as a share of the first. */
const LAST_RATE = 0.05;

/** How much faster the few weights that are not embeddings move. */
const DENSE_RATE = 5;

/** What the say of an event falls by at first with each step back. */
const PLACE_FALL = 0.25;

/**
 * Trains for EPOCHS, or until HR@20 on the validation sessions has not improved for PATIENCE epochs.
 *
 * @returns the weights of the epoch with the best HR@20; of the last one without validation sessions
 * @throws RecDataError when no session has two known items
 * @throws TrainingDivergedError when a loss is not finite
 */
export async function fitEncoder(input: FitInput<EncoderConfig>): Promise<SessionEncoderWeights> {
  const { config, itemCount, seed, tracker, onProgress } = input;
  const { EMBED_DIM, MAX_LEN, BATCH_SIZE, EPOCHS, THREADS, LR } = config;
  const size = encoderSize(config, itemCount);
  const train = filterSessions(knownItems(input.train, itemCount), (length) => length >= 2);
  const samples = config.SAMPLES >= itemCount ? 0 : config.SAMPLES;
  const batches = createEncoderBatches(train, itemCount, config, { seed, samples });
  if (batches.steps === 0) {
    throw new RecDataError(
      'sessions_short',
      'While training ENCODER, expected sessions of two events or more, got none. Give longer sessions.',
    );
  }
  const encoder = createFusedSessionEncoder({
    ...size,
    maxSessions: BATCH_SIZE,
    maxTokens: BATCH_SIZE * MAX_LEN,
    samples,
    scale: config.SCALE,
    ...(THREADS === 0 ? {} : { threads: THREADS }),
  });
  const hitRateOf = createHitRate(input.validation, itemCount);
  const stopping = createEarlyStopping(config.PATIENCE);
  const steps = batches.steps * EPOCHS;
  let best: SessionEncoderWeights | undefined;
  try {
    encoder.setWeights(initialWeights(size, seed));
    let step = 0;
    for (let epoch = 1; epoch <= EPOCHS && !stopping.shouldStop(); epoch++) {
      let lossSum = 0;
      let events = 0;
      for (const batch of batches.epoch(epoch)) {
        const learningRate = LR * (1 - (1 - LAST_RATE) * (step / steps));
        const loss = encoder.trainStep(batch, {
          learningRate,
          denseLearningRate: DENSE_RATE * learningRate,
        });
        if (!Number.isFinite(loss)) throw new TrainingDivergedError(epoch, loss, LR);
        lossSum += loss * batch.targets.length;
        events += batch.targets.length;
        step++;
        if (step % REPORT_STEPS !== 0) continue;
        onProgress?.({
          message: `epoch ${epoch} of ${EPOCHS}: loss ${(lossSum / events).toFixed(4)}`,
          doneRatio: step / steps,
        });
        await Promise.resolve();
      }
      const weights = encoder.getWeights();
      const hitRate = hitRateOf?.(() => createEncoderRanking(weights, itemCount, config));
      const metrics = {
        loss: lossSum / events,
        ...(hitRate === undefined ? {} : { validationHr20: hitRate }),
      };
      tracker?.metrics(metrics, epoch);
      if (stopping.observe(epoch, hitRate ?? epoch)) best = weights;
      onProgress?.({
        message: `epoch ${epoch} of ${EPOCHS} done: loss ${metrics.loss.toFixed(4)}`,
        doneRatio: epoch / EPOCHS,
        metrics,
      });
    }
  } finally {
    encoder.dispose();
  }
  if (best === undefined) throw new TrainingDivergedError(EPOCHS, NaN, LR);
  forgetUnseen(best.embedding, countItems(train, itemCount), EMBED_DIM);
  return best;
}

function initialWeights(size: SessionEncoderSize, seed: number): SessionEncoderWeights {
  const random = createRandom(seed);
  const lengths = sessionEncoderLengths(size);
  const scale = 1 / Math.sqrt(size.dimensions);
  return {
    embedding: Float32Array.from({ length: lengths.embedding }, () => scale * random.normal()),
    scorer: new Float32Array(lengths.scorer),
    places: Float32Array.from({ length: lengths.places }, (_, place) => -PLACE_FALL * place),
    repeats: new Float32Array(lengths.repeats),
  };
}

/** An item that the sessions do not hold keeps no draw of its start: it says nothing, and ranks by popularity. */
function forgetUnseen(embedding: Float32Array, counts: Uint32Array, size: number): void {
  counts.forEach((count, item) => {
    if (count === 0) embedding.fill(0, item * size, (item + 1) * size);
  });
}
