import { readItemSessionsArrow } from '@lf/dataset';
import type { JsonArtifact, StepContext } from '@lf/flow';
import {
  compareWithBaselines,
  countItems,
  evaluateRecommender,
  eventCases,
  MODEL_CHOICES,
  parseRecConfig,
  type JudgedModel,
  type Recommender,
  trainRecommender,
} from '@lf/train-rec';
import { readVocabulary } from '@lf/contract';
import { tellChoice } from './tell-choice.ts';
import { trackTask } from '../train/track-task.ts';
import { sampleSessions, type SampleSession } from './sample-sessions.ts';
import type { PreparedSessions } from '../prepare/prepare-rec.ts';
import type { RecParams } from '../params/rec-params.ts';
import {
  CUTOFF,
  metricsAt,
  toStored,
  type RecScores,
  type ScoredModel,
} from '../train/rec-scores.ts';
import { restoreTrained } from '../train/restore-trained.ts';
import type { TrainedCandidate } from '../train/train-rec.ts';

interface Inputs {
  readonly prepare_dataset: PreparedSessions;
  readonly train_model: readonly TrainedCandidate[];
}

/** The model to serve and how it did on the test sessions. */
export interface ChosenModel {
  readonly chosen: TrainedCandidate;
  readonly scores: JsonArtifact<RecScores>;
  /** Some test sessions with what was recommended, for the run's report. */
  readonly samples: JsonArtifact<readonly SampleSession[]>;
}

/** What every model is compared to: they train in seconds, and a model that they beat is not worth serving. */
const BASELINES: readonly string[] = ['POPULARITY', 'SESSION_POPULARITY', 'MARKOV', 'VSKNN'];

/** Lists are judged at each of these lengths; the last one is where models are compared. */
const LIST_LENGTHS = [1, 3, 5, 10, CUTOFF];

/** Chooses the best model by NDCG on the validation sessions and judges it, and the baselines, on the test sessions. */
export async function evaluateModel(
  context: StepContext<RecParams, Inputs, undefined>,
): Promise<ChosenModel> {
  const { inputs } = context;
  const { itemCount } = inputs.prepare_dataset;
  const trained = inputs.train_model;
  const [chosen, ...beaten] = [...trained].sort((a, b) => b.scores.ndcg - a.scores.ndcg);
  if (chosen === undefined) throw new Error('train_model trains at least one model');
  const choice = tellChoice(
    chosen.scores,
    beaten.map(({ scores }) => scores),
  );
  if (choice !== null) context.log(choice);
  const [train, validation, test] = await Promise.all(
    (['train', 'validation', 'test'] as const).map(async (part) =>
      readItemSessionsArrow(await context.localPath(inputs.prepare_dataset[part])),
    ),
  );
  if (train === undefined || validation === undefined || test === undefined) {
    throw new Error('prepare_dataset gives three parts');
  }
  const cases = eventCases(test, itemCount);
  const itemCounts = countItems(train, itemCount);
  const { skus } = readVocabulary(await context.getBytes(inputs.prepare_dataset.vocabulary));
  let samples: readonly SampleSession[] = [];
  const judged: JudgedModel[] = [];
  const scored = (name: string, recommender: Recommender): ScoredModel => {
    try {
      if (samples.length === 0) samples = sampleSessions(recommender, cases, skus);
      const found = evaluateRecommender({ recommender, cases, itemCounts, cutoffs: LIST_LENGTHS });
      judged.push({ name, evaluation: found });
      const evaluation = toStored(found);
      const { hr, mrr } = metricsAt(evaluation);
      context.log(`${name}: HR@20 ${hr.toFixed(4)}, MRR@20 ${mrr.toFixed(4)} on the test sessions`);
      return { name, evaluation };
    } finally {
      recommender.dispose();
    }
  };
  return trackTask(context, { flow: 'rec', task: 'evaluate_model' }, async (tracker) => {
    const model = scored(chosen.scores.name, await restoreTrained(context, chosen));
    const { hr, mrr, ndcg } = metricsAt(model.evaluation);
    tracker.metrics({ testHr20: hr, testMrr20: mrr, testNdcg20: ndcg });
    const baselines: ScoredModel[] = [];
    for (const choice of MODEL_CHOICES) {
      if (!BASELINES.includes(choice) || choice === chosen.candidate.choice) continue;
      const config = parseRecConfig(choice, { SEED: chosen.candidate.config.SEED });
      const recommender = await trainRecommender({ choice, train, validation, itemCount, config });
      baselines.push(scored(choice, recommender));
    }
    const [own, ...others] = judged;
    if (own === undefined) throw new Error('the model is judged first');
    const verdict = compareWithBaselines({
      model: own,
      baselines: others,
      ...(cases.groups !== undefined && { groups: cases.groups }),
    });
    context.log(verdict.verdict);
    const scores: RecScores = {
      models: [model, ...baselines],
      candidates: trained.map((each) => each.scores),
      choice,
      ...verdict,
      itemCount,
      trainSessions: train.startMs.length,
      validationSessions: validation.startMs.length,
      testSessions: test.startMs.length,
    };
    return {
      chosen,
      scores: await context.putJson(scores),
      samples: await context.putJson(samples),
    };
  });
}
