import { serializeTreeModel } from '@lf/contract';
import { readContextArrow, readSequencesArrow } from '@lf/dataset';
import type { ArtifactRef, StepContext } from '@lf/flow';
import {
  compareWithBaselines,
  evaluateProbabilities,
  parseIntentConfig,
  predictIntent,
  predictLatest,
  trainIntent,
  trainIntentTrees,
  type LabelledContext,
  type PredictedModel,
} from '@lf/train-intent';
import { preparationOf, treesConfigOf, type TreesFlowConfig } from '../params/intent-config.ts';
import type { IntentParams } from '../params/intent-params.ts';
import type { PreparedDataset } from '../prepare/prepare-intent.ts';
import { bestAchievable } from './best-achievable.ts';
import { curvesOf, trackCurves, type ModelCurves } from './intent-curves.ts';
import type { IntentScores } from './intent-scores.ts';
import { noteDataSet, trackTask } from './track-task.ts';
import type { TrainedModel } from './train-intent.ts';

type Context = StepContext<IntentParams, unknown, undefined>;

/**
 * Trains trees, judges them on the test sessions beside the baselines, of which the default LSTM is one, and tracks both.
 * The LSTM learns from the same rows, without times and products.
 */
export async function trainTreesModel(
  context: Context,
  of: { readonly dataset: PreparedDataset; readonly config: TreesFlowConfig },
): Promise<TrainedModel> {
  const { params } = context;
  const { train, validation, test, isSynthetic } = of.dataset;
  const config = treesConfigOf(of.config);
  const { MAX_LEN: maxEvents } = config;
  const read = async (part: ArtifactRef): Promise<LabelledContext> => {
    const path = await context.localPath(part);
    return { rows: await readSequencesArrow(path), context: await readContextArrow(path) };
  };
  const [learnt, watched, asked] = [await read(train), await read(validation), await read(test)];
  return trackTask(context, { flow: 'intent', task: 'train_model' }, async (tracker) => {
    noteDataSet(tracker, { train, validation, test });
    const preparation = preparationOf(of.config);
    tracker.params({ ...preparation, CUTS: preparation.CUTS.join(','), MODEL_CHOICE: 'TREES' });
    const { model, threshold, progress } = trainIntentTrees({
      train: learnt,
      validation: watched,
      config,
      seed: params.seed,
      tracker,
      onProgress: ({ part, parts, trees, validationLoss }) =>
        context.log(
          `part ${part} of ${parts}: ${trees} trees, validation loss ${validationLoss.toFixed(4)}`,
        ),
    });
    context.log(`the trees were told ${model.sources.join(', ')}`);
    const judge = (name: string, probabilities: Float32Array, at: number): PredictedModel => {
      const { labels, cuts } = asked.rows;
      const judged = { probabilities, labels, cuts, threshold: at };
      return { name, probabilities, evaluation: evaluateProbabilities(judged) };
    };
    const trees = judge(
      'trees',
      predictLatest(model, asked.rows, { context: asked.context, maxEvents }),
      threshold,
    );
    const lstmConfig = parseIntentConfig({ MAX_LEN: maxEvents, SEED: params.seed });
    const lstm = await trainIntent({
      train: learnt.rows,
      validation: watched.rows,
      config: lstmConfig,
    });
    context.log(`the LSTM that it is compared with: ${lstm.history.length} epochs`);
    const curves: ModelCurves[] = [];
    const comparison = compareWithBaselines(
      trees,
      learnt.rows,
      asked.rows,
      (predicted) => {
        // The model comes first
        if (curves.length === 0) trackCurves(tracker, predicted, asked.rows);
        curves.push(curvesOf(predicted, asked.rows));
      },
      [judge('lstm', await predictIntent(lstm.weights, asked.rows, lstmConfig), lstm.threshold)],
    );
    context.log(comparison.verdict);
    const { overall } = trees.evaluation;
    tracker.metrics({
      testRocAuc: overall.rocAuc ?? NaN,
      testPrAuc: overall.prAuc ?? NaN,
      testLogLoss: overall.logLoss ?? NaN,
    });
    const bytes = serializeTreeModel(model);
    const artifact = await context.putBytes(bytes, 'application/vnd.lf.intent-trees+json');
    tracker.artifact('trees', artifact.uri, { kind: 'model', digest: artifact.digest });
    const scores: IntentScores = {
      comparison,
      bestAchievable: isSynthetic ? bestAchievable(asked.rows, threshold) : null,
      trainRows: learnt.rows.labels.length,
      validationRows: watched.rows.labels.length,
      testRows: asked.rows.labels.length,
      epochs: 0,
      bestEpoch: 0,
      engine: 'trees',
      backend: 'cpu',
      trees: progress.map((part) => part.trees),
    };
    return {
      trees: artifact,
      scores: await context.putJson(scores),
      curves: await context.putJson({ models: curves }),
    };
  });
}
