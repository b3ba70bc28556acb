import { answerError, answerPrediction, answerPreflight, type Answer } from './answer.ts';
import { unreadableAnswer } from './ask.ts';
import { describeFailure, type LogLine } from './log.ts';
import type { Prepared, Prediction } from './models/model.ts';
import { readSession } from './parameters.ts';
import { chooseRequestId } from './request-id.ts';
import { openService, type Service } from './service.ts';
import type { Environment } from './settings.ts';

/** What of an API Gateway request (payload 2.0) is read. */
export interface PredictEvent {
  readonly queryStringParameters?: Readonly<Record<string, string | undefined>> | null;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly requestContext?: { readonly http?: { readonly method?: string } };
}

/** What of Lambda's own context is read. */
export interface PredictContext {
  /** The id that Lambda logs the call under. */
  readonly awsRequestId?: string;
}

/** The world outside, handed in. */
export interface World {
  readonly environment: Environment;
  /** Milliseconds on a clock that only goes forward. */
  readonly nowMs: () => number;
  readonly newId: () => string;
  readonly log: (line: LogLine) => void;
}

/**
 * Makes the handler of `GET /predict`: parse, encode, invoke, answer. It never throws.
 *
 * @param open called at the first request, and again at the next if it fails; by default what the environment names
 */
export function createPredict(
  world: World,
  open: (environment: Environment) => Service | Promise<Service> = openService,
): (event: PredictEvent, context?: PredictContext) => Promise<Answer> {
  // Read at the first request, kept for the life of the container
  let service: Service | undefined;
  let opening: Promise<Service> | undefined;
  const opened = async (): Promise<Service> => {
    opening ??= (async () => open(world.environment))();
    try {
      return await opening;
    } finally {
      opening = undefined;
    }
  };

  return async (event, context) => {
    const startMs = world.nowMs();
    const requestId = chooseRequestId(
      [event.headers?.['x-request-id'], context?.awsRequestId],
      world.newId,
    );
    const envelope = () => ({ requestId, corsOrigin: service?.settings.corsOrigin ?? '*' });
    let events = 0;
    const done = (answer: Answer, failure: Partial<LogLine> = {}): Answer => {
      const ms = Math.round(world.nowMs() - startMs);
      world.log({
        requestId,
        status: answer.statusCode,
        endpoint: service?.endpoint,
        events,
        ms,
        ...failure,
      });
      return answer;
    };

    try {
      service ??= await opened();
      const { settings, endpoint, model } = service;
      if (event.requestContext?.http?.method === 'OPTIONS')
        return done(answerPreflight(envelope()));
      const session = readSession(event.queryStringParameters, model.example);
      const prepared = model.prepare(session, settings.maxEvents);
      events = prepared.events;
      const prediction = await predictionOf(prepared, service, requestId);
      const time = Math.round((world.nowMs() - startMs) * 1000) / 1e6;
      return done(answerPrediction({ ...prediction, time, endpoint }, envelope()));
    } catch (error) {
      return done(answerError(error, envelope()), describeFailure(error));
    }
  };
}

async function predictionOf(
  prepared: Prepared,
  { endpoint, ask, settings: { timeoutMs } }: Service,
  requestId: string,
): Promise<Prediction> {
  if ('prediction' in prepared) return prepared.prediction;
  const answer = await ask(prepared.instance, { requestId, timeoutMs });
  const prediction = prepared.readPrediction(answer);
  if (prediction === undefined) throw unreadableAnswer(endpoint, JSON.stringify(answer));
  return prediction;
}
