import { serializeWeights } from '@lf/contract';
import { readSequencesArrow } from '@lf/dataset';
import type { ArtifactRef, JsonArtifact, StepContext } from '@lf/flow';
import {
  evaluateIntent,
  trainIntent,
  type IntentCheckpoint,
  type TrainingProgress,
} from '@lf/train-intent';
import { checkpointsHere } from './checkpoints.ts';
import { noteDataSet, trackTask } from './track-task.ts';
import { bestAchievable } from './best-achievable.ts';
import { curvesOf, trackCurves, type IntentCurves, type ModelCurves } from './intent-curves.ts';
import { isTreesConfig, preparationOf, trainingConfigOf } from '../params/intent-config.ts';
import type { IntentParams } from '../params/intent-params.ts';
import type { IntentScores } from './intent-scores.ts';
import type { RecordedConfig } from './record-config.ts';
import type { PreparedDataset } from '../prepare/prepare-intent.ts';

interface Inputs {
  readonly prepare_dataset: PreparedDataset;
  readonly get_model_config: RecordedConfig;
}

/** A trained model, the weights of an LSTM or trees, and how it did. */
export type TrainedModel = JudgedModel &
  ({ readonly weights: ArtifactRef } | { readonly trees: ArtifactRef });

/** How a model did. */
export interface JudgedModel {
  readonly scores: JsonArtifact<IntentScores>;
  /** What the models do at each threshold, for the run's report. */
  readonly curves: JsonArtifact<IntentCurves>;
}

/** The key of the config that ended a training. */
const STOPPED_BY = { patience: 'PATIENCE', flat: 'FLAT_EPOCHS', epochs: 'EPOCHS' } as const;

/** Trains the LSTM, or the trees that MODEL_CHOICE names, judges it on the test sessions beside the baselines, and tracks both. */
export async function trainModel(
  context: StepContext<IntentParams, Inputs, undefined>,
): Promise<TrainedModel> {
  const { params, inputs } = context;
  const { train, validation, test, isSynthetic } = inputs.prepare_dataset;
  const flowConfig = await context.getJson(inputs.get_model_config.config);
  if (isTreesConfig(flowConfig)) {
    const { trainTreesModel } = await import('./train-trees.ts');
    return trainTreesModel(context, { dataset: inputs.prepare_dataset, config: flowConfig });
  }
  const config = trainingConfigOf(flowConfig);
  const [trainRows, validationRows, testRows] = await Promise.all(
    [train, validation, test].map(async (part) =>
      readSequencesArrow(await context.localPath(part)),
    ),
  );
  if (trainRows === undefined || validationRows === undefined || testRows === undefined) {
    throw new Error('prepare_dataset gives three parts');
  }
  return trackTask(context, { flow: 'intent', task: 'train_model' }, async (tracker) => {
    noteDataSet(tracker, { train, validation, test });
    const preparation = preparationOf(flowConfig);
    tracker.params({ ...preparation, CUTS: preparation.CUTS.join(',') });
    const checkpoints = checkpointsHere<IntentCheckpoint>({
      inputs: [config, params.seed, train.digest, validation.digest],
      log: context.log,
    });
    const training = await trainIntent({
      train: trainRows,
      validation: validationRows,
      config,
      seed: params.seed,
      tracker,
      ...(checkpoints && { checkpoints }),
      onResume: (epochs) => context.log(`goes on after epoch ${epochs} of a checkpoint`),
      onProgress: (progress) => context.log(epochLine(progress)),
      onBatch: ({ epoch, batch, batches }) =>
        context.progress({ done: batch, total: batches, unit: `batches of epoch ${epoch}` }),
    });
    context.log(
      `${training.history.length} epochs, stopped by ${STOPPED_BY[training.stopped]}; the best ${training.bestEpoch} ` +
        `with validation loss ${training.bestValidationLoss.toFixed(4)}; engine ${training.engine.name} (${training.engine.backend})`,
    );
    const curves: ModelCurves[] = [];
    const comparison = await evaluateIntent({
      weights: training.weights,
      train: trainRows,
      test: testRows,
      config,
      threshold: training.threshold,
      onPredicted: (predicted) => {
        // The model comes first
        if (curves.length === 0) trackCurves(tracker, predicted, testRows);
        curves.push(curvesOf(predicted, testRows));
      },
    });
    context.log(comparison.verdict);
    const overall = comparison.models[0]?.evaluation.overall;
    tracker.metrics({
      testRocAuc: overall?.rocAuc ?? NaN,
      testPrAuc: overall?.prAuc ?? NaN,
      testLogLoss: overall?.logLoss ?? NaN,
    });
    const weights = await context.putBytes(
      serializeWeights(training.weights),
      'application/vnd.lf.intent-weights',
    );
    tracker.artifact('weights', weights.uri, { kind: 'model', digest: weights.digest });
    const scores: IntentScores = {
      comparison,
      bestAchievable: isSynthetic ? bestAchievable(testRows, training.threshold) : null,
      trainRows: trainRows.labels.length,
      validationRows: validationRows.labels.length,
      testRows: testRows.labels.length,
      epochs: training.history.length,
      bestEpoch: training.bestEpoch,
      engine: training.engine.name,
      backend: training.engine.backend,
    };
    return {
      weights,
      scores: await context.putJson(scores),
      curves: await context.putJson({ models: curves }),
    };
  });
}

/** What is known after an epoch, in one line; training may stop sooner than its last epoch. */
function epochLine(progress: TrainingProgress): string {
  const { epoch, loss, validationLoss, isBest, sessionsPerSecond } = progress;
  const { timeLeftAtLeastMs, timeLeftAtMostMs } = progress;
  const left = [timeLeftAtLeastMs, timeLeftAtMostMs].map((ms) => Math.ceil(ms / 1000));
  return (
    `epoch ${String(epoch).padStart(3)}  loss ${loss.toFixed(4)}  validation ${validationLoss.toFixed(4)}${isBest ? ' *' : '  '}` +
    `  ${Math.round(sessionsPerSecond).toLocaleString('en')} rows/s  ${left.join(' to ')} s left`
  );
}
