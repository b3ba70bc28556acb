import {
  initialMaskedLmWeights,
  type MaskedLmSize,
  type MaskedLmWeights,
  type TrainingState,
} from '@lf/kernels';
import { filterSessions, sessionCount } from '@lf/recommenders';
import { createItemRanking, type ProdbConfig } from '@lf/recommenders/training';
import type { FitInput } from '../define-trainer.ts';
import { RecDataError, TrainingDivergedError } from '../errors.ts';
import { createEarlyStopping, type EarlyStoppingState } from './early-stopping.ts';
import type { ProdbEngine } from './engine.ts';
import { createEpochBatches } from './masking/training-batches.ts';
import { createHitRate } from '../sessions/validation-hit-rate.ts';

/** Steps between two reports inside an epoch. */
const REPORT_STEPS = 50;

/** A training between two epochs: what the next one goes on from, to the same bytes. */
interface ProdbCheckpoint {
  /** Epochs that are done. */
  readonly epoch: number;
  readonly engine: TrainingState;
  readonly best: MaskedLmWeights | undefined;
  readonly stopping: EarlyStoppingState;
  /** Of each epoch, for the tracker. */
  readonly metrics: readonly Readonly<Record<string, number>>[];
}

export interface FitProdbOptions extends FitInput<ProdbConfig> {
  readonly engine: ProdbEngine;
  readonly size: MaskedLmSize;
  /** Milliseconds since any fixed moment. */
  readonly now: () => number;
}

/**
 * Trains for EPOCHS, or until HR@20 on the validation sessions has not improved for PATIENCE epochs.
 *
 * @returns the weights of the epoch with the best HR@20; of the last one without validation sessions
 * @throws RecDataError when no session has two known items
 * @throws TrainingDivergedError when a loss is not finite
 */
export async function fitProdb(options: FitProdbOptions): Promise<MaskedLmWeights> {
  const { engine, size, config, seed, now, tracker, onProgress } = options;
  const train = filterSessions(options.train, (length) => length >= 2);
  const copies = sessionCount(train) * config.DATA_DUPLICATION;
  if (copies === 0) {
    throw new RecDataError(
      'sessions_short',
      'While training PRODB, expected sessions of two events or more, got none. Give longer sessions.',
    );
  }
  engine.setWeights(scaledPositions(initialMaskedLmWeights(size, seed), config.POSITION_SCALE));
  const batches = createEpochBatches(train, size.items, config, seed);
  const hitRateOf = createHitRate(options.validation, size.items);
  const checkpoints = engine.setTrainingState === undefined ? undefined : options.checkpoints;
  // What it saved itself
  const from = ((await checkpoints?.load()) ?? null) as ProdbCheckpoint | null;
  if (from !== null) {
    engine.setTrainingState?.(from.engine);
    from.metrics.forEach((values, index) => tracker?.metrics(values, index + 1));
    onProgress?.({
      message: `goes on after epoch ${from.epoch} of a checkpoint`,
      doneRatio: from.epoch / config.EPOCHS,
      metrics: {},
    });
  }
  const stopping = createEarlyStopping(config.PATIENCE, from?.stopping);
  const epochMetrics = [...(from?.metrics ?? [])];
  const stepsAnEpoch = Math.ceil(copies / config.BATCH_SIZE);
  let best: MaskedLmWeights | undefined = from?.best;
  for (
    let epoch = (from?.epoch ?? 0) + 1;
    epoch <= config.EPOCHS && !stopping.shouldStop();
    epoch++
  ) {
    const startedMs = now();
    let lossSum = 0;
    let asked = 0;
    let sessions = 0;
    let step = 0;
    for (const batch of batches(epoch)) {
      const loss = await engine.trainStep(batch, config.LR);
      if (!Number.isFinite(loss)) throw new TrainingDivergedError(epoch, loss, config.LR);
      lossSum += loss * batch.masked.length;
      asked += batch.masked.length;
      sessions += batch.offsets.length - 1;
      step++;
      if (step % REPORT_STEPS !== 0) continue;
      const rate = Math.round((sessions / Math.max(1, now() - startedMs)) * 1000);
      onProgress?.({
        message: `epoch ${epoch} of ${config.EPOCHS}: loss ${(lossSum / asked).toFixed(4)}, ${rate} sessions/s`,
        doneRatio: (epoch - 1 + step / stepsAnEpoch) / config.EPOCHS,
      });
    }
    const trainedMs = now();
    const weights = await engine.getWeights();
    const hitRate = hitRateOf?.(() => createItemRanking(weights, size, config));
    const metrics = {
      loss: lossSum / asked,
      sessionsPerSecond: (sessions / Math.max(1, trainedMs - startedMs)) * 1000,
      ...(hitRate === undefined ? {} : { validationHr20: hitRate }),
    };
    tracker?.metrics(metrics, epoch);
    epochMetrics.push(metrics);
    if (stopping.observe(epoch, hitRate ?? epoch)) best = weights;
    const state = engine.getTrainingState?.();
    if (checkpoints !== undefined && state !== undefined) {
      const { bestEpoch, bestScore, staleEpochs } = stopping;
      const checkpoint: ProdbCheckpoint = {
        ...{ epoch, engine: state, best, metrics: epochMetrics },
        stopping: { bestEpoch, bestScore, staleEpochs },
      };
      await checkpoints.save(checkpoint);
    }
    onProgress?.({
      message: `epoch ${epoch} of ${config.EPOCHS} done: ${described(metrics)}`,
      doneRatio: epoch / config.EPOCHS,
      metrics,
    });
  }
  if (best === undefined) throw new TrainingDivergedError(config.EPOCHS, NaN, config.LR);
  return best;
}

function described(metrics: Readonly<Record<string, number>>): string {
  return Object.entries(metrics)
    .map(([name, value]) => `${name} ${Number(value.toPrecision(4))}`)
    .join(', ');
}

function scaledPositions(weights: MaskedLmWeights, scale: number): MaskedLmWeights {
  const positions = weights.get('positions')?.map((value) => value * scale);
  return positions === undefined ? weights : new Map([...weights, ['positions', positions]]);
}
