import { DEFAULT_TOLERANCE, requireAgreement } from '@lf/deploy';
import {
  invokeSageMaker,
  invokeSageMakerAsync,
  type AsyncRequest,
  type ReadyEndpoint,
  type SageMaker,
} from '@lf/deploy/sagemaker';
import { openService, type Model } from '@lf/serving';
import { loadModel } from '@lf/serving/models';
import { PipelineError } from '../errors.ts';

/** The longest session that is tried: what the public API lets through. */
const MOST_EVENTS = 1000;
/** Of the session that is tried as a long one: more than any of our models reads. */
const LONG_EVENTS = 300;

/**
 * Asks a new endpoint as the Lambda does, or through its queue, and compares what it says of several sessions with what the bundle says here.
 *
 * @returns the prediction for `session`
 * @throws PipelineError if it gives none, PredictionMismatchError if it is another model's
 */
export async function tryInSageMaker<Prediction>(
  sagemaker: SageMaker,
  of: {
    readonly endpoint: ReadyEndpoint;
    readonly bundlePath: string;
    readonly kind: Model['kind'];
    /** Events, oldest first. */
    readonly session: readonly string[];
    readonly read: (answer: Readonly<Record<string, unknown>>) => Prediction | undefined;
    readonly log: (message: string) => void;
    /** Of an asynchronous endpoint. */
    readonly queue?: Pick<AsyncRequest, 'objects' | 'inputUrl' | 'signal'>;
  },
): Promise<Prediction> {
  const { endpoint, bundlePath, kind, session, read, queue } = of;
  const { model } = await openService({
    environment: {
      SAGEMAKER_ENDPOINT_NAME: endpoint.name,
      LF_API_INFERENCE: 'sagemaker',
      LF_API_MODEL: kind,
      LF_API_BUNDLE: bundlePath,
    },
    nowMs: () => performance.now(),
    sleep: async () => undefined,
    random: Math.random,
    newId: () => '',
    log: () => undefined,
  });
  const ask = async (codes: readonly number[]): Promise<unknown> => {
    const { name, variant } = endpoint;
    const instances = [model.instanceOf(codes)];
    if (queue !== undefined) {
      const asked = { endpoint: name, instances, ...queue };
      return { predictions: await invokeSageMakerAsync(sagemaker, asked) };
    }
    const asked = { endpoint: name, instances, ...(variant !== undefined && { variant }) };
    return { predictions: await invokeSageMaker(sagemaker, asked) };
  };
  const sessions = [...session.map((_, at) => session.slice(0, at + 1)), repeated(session)];
  const here = await loadModel(bundlePath);
  const expected: number[] = [];
  const actual: number[] = [];
  try {
    for (const events of sessions) {
      const prepared = model.prepare(events, MOST_EVENTS);
      if ('prediction' in prepared) continue;
      expected.push(...numbersIn(await here.answerOne(prepared.codes)));
      actual.push(...numbersIn(await ask(prepared.codes)));
    }
  } finally {
    await here.close();
  }
  // Scores of recommenders have no scale of their own: what float32 keeps of them depends on the largest
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  const { compared } = requireAgreement({
    ...{ expected, actual },
    tolerance: DEFAULT_TOLERANCE * largest,
  });
  of.log(
    `${endpoint.name} agrees with the bundle on ${compared} numbers of ${sessions.length} sessions`,
  );

  const prepared = model.prepare(session, MOST_EVENTS);
  const answer = 'prediction' in prepared ? prepared : await ask(prepared.codes);
  const found = 'prediction' in prepared ? prepared : prepared.readPrediction(answer);
  const prediction = found === undefined ? undefined : read({ ...found });
  if (prediction !== undefined) return prediction;
  throw new PipelineError(
    'trial_prediction_failed',
    `Trying the new endpoint ${endpoint.name}: expected a prediction, got ${JSON.stringify(answer).slice(0, 500)}`,
  );
}

function repeated(session: readonly string[]): readonly string[] {
  return Array.from({ length: LONG_EVENTS }, (_, at) => session[at % session.length] ?? '');
}

/** The numbers of an answer in TensorFlow Serving's JSON: rows of them, or scores of items, of which -1 stands for none. */
function numbersIn(answer: unknown): readonly number[] {
  const predictions =
    typeof answer === 'object' && answer !== null && 'predictions' in answer
      ? answer.predictions
      : [];
  const isNumber = (value: unknown): value is number => typeof value === 'number';
  return (Array.isArray(predictions) ? (predictions as unknown[]) : []).flatMap((row) => {
    if (Array.isArray(row)) return row.filter(isNumber);
    if (typeof row !== 'object' || row === null || !('items' in row) || !('scores' in row))
      return [];
    const { items, scores } = row;
    if (!Array.isArray(items) || !Array.isArray(scores)) return [];
    return scores.filter((score, place): score is number => isNumber(score) && items[place] !== -1);
  });
}
