import { readItemSessionsArrow } from '@lf/dataset';
import type { ArtifactRef, StepContext } from '@lf/flow';
import {
  countItems,
  evaluateRecommender,
  eventCases,
  trainRecommender,
  type LearnVectors,
} from '@lf/train-rec';
import { checkpointsHere } from './checkpoints.ts';
import { noteDataSet, trackTask } from './track-task.ts';
import type { PreparedSessions } from '../prepare/prepare-rec.ts';
import type { RecCandidate, RecParams } from '../params/rec-params.ts';
import { CUTOFF, metricsAt, type ScoredCandidate } from './rec-scores.ts';

interface Inputs {
  readonly prepare_dataset: PreparedSessions;
}

/** A trained model and how it did on the validation sessions. */
export interface TrainedCandidate {
  readonly candidate: RecCandidate;
  /** File name -> what `serialize` of the recommender gave. */
  readonly files: Readonly<Record<string, ArtifactRef>>;
  readonly scores: ScoredCandidate;
}

/** Trains one of the models, judges it on the validation sessions and tracks both. */
export async function trainModel(
  context: StepContext<RecParams, Inputs, RecCandidate>,
): Promise<TrainedCandidate> {
  const { inputs, item: candidate, index } = context;
  const { itemCount } = inputs.prepare_dataset;
  const { name, choice, config } = candidate;
  const train = await readItemSessionsArrow(await context.localPath(inputs.prepare_dataset.train));
  const validation = await readItemSessionsArrow(
    await context.localPath(inputs.prepare_dataset.validation),
  );
  return trackTask(context, { flow: 'rec', task: `train_model-${index}` }, async (tracker) => {
    const { train: trainPart, validation: validationPart } = inputs.prepare_dataset;
    noteDataSet(tracker, { train: trainPart, validation: validationPart });
    const checkpoints = checkpointsHere<unknown>({
      inputs: [choice, config, trainPart.digest, validationPart.digest],
      log: context.log,
    });
    const recommender = await trainRecommender({
      choice,
      train,
      validation,
      itemCount,
      config,
      ...(await elsewhere(context)),
      ...(checkpoints && { checkpoints }),
      tracker,
      onProgress: ({ message, doneRatio, metrics }) => {
        if (metrics !== undefined) context.log(message);
        context.progress({ done: Math.round(100 * doneRatio), total: 100, unit: '%', message });
      },
    });
    try {
      const evaluation = evaluateRecommender({
        recommender,
        cases: eventCases(validation, itemCount),
        itemCounts: countItems(train, itemCount),
        cutoffs: [CUTOFF],
      });
      const { hr, mrr, ndcg, coverage } = metricsAt(evaluation);
      context.log(
        `${name}, on the next item of ${evaluation.cases.toLocaleString('en')} validation cases: ` +
          `HR@${CUTOFF} ${hr.toFixed(4)}, MRR@${CUTOFF} ${mrr.toFixed(4)}, NDCG@${CUTOFF} ${ndcg.toFixed(4)}`,
      );
      tracker.metrics({ validationHr20: hr, validationMrr20: mrr, validationNdcg20: ndcg });
      const files: Record<string, ArtifactRef> = {};
      for (const [file, bytes] of recommender.serialize()) {
        files[file] = await context.putBytes(bytes, 'application/octet-stream');
      }
      return { candidate, files, scores: { name, choice, hr, mrr, ndcg, coverage } };
    } finally {
      recommender.dispose();
    }
  });
}

/** What learns the vectors of KNN, where the settings say that it is another than this process. */
async function elsewhere(
  context: StepContext<RecParams, Inputs, RecCandidate>,
): Promise<{ readonly learnVectors?: LearnVectors }> {
  const { blazingText } = context.params;
  // A run of an earlier version has none
  if (context.item.choice !== 'KNN' || !blazingText) return {};
  const { learnByBlazingText } = await import('./blazing-text/learn-by-blazing-text.ts');
  return { learnVectors: learnByBlazingText(context, blazingText) };
}
