import { answerError, answerPrediction, answerPreflight, type Answer } from './answer.ts';
import { EndpointError } from './errors.ts';
import { createInvoke, endpointOf, type Invoke } from './invoke/invoke.ts';
import { describeFailure, type LogLine } from './log.ts';
import { MODELS } from './models/models.ts';
import { readSession } from './parameters.ts';
import { chooseRequestId } from './request-id.ts';
import { readSettings, type Environment, type Settings } from './settings.ts';

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

/** Where predictions come from, and under which settings. */
export interface Service {
  readonly settings: Settings;
  readonly endpoint: string;
  readonly invoke: Invoke;
}

/**
 * Makes the handler of `GET /predict`: parse, encode, invoke, answer. It never throws.
 *
 * @param openService called at the first request; by default the endpoint that the environment names
 */
export function createPredict(
  world: World,
  openService: (environment: Environment) => Service = serviceOf,
): (event: PredictEvent, context?: PredictContext) => Promise<Answer> {
  // Read at the first request, kept for the life of the container
  let service: Service | undefined;

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
      service ??= openService(world.environment);
      const { settings, endpoint, invoke } = service;
      if (event.requestContext?.http?.method === 'OPTIONS')
        return done(answerPreflight(envelope()));
      const model = MODELS[settings.model];
      const prepared = model.prepare(
        readSession(event.queryStringParameters, model.example),
        settings.maxEvents,
      );
      events = prepared.events;
      const text = await invoke(JSON.stringify({ instances: [prepared.instance] }), {
        requestId,
        timeoutMs: settings.timeoutMs,
      });
      const prediction = model.readPrediction(parseJson(text));
      if (prediction === undefined) throw unreadable(endpoint, text);
      const time = Math.round((world.nowMs() - startMs) * 1000) / 1e6;
      return done(answerPrediction({ prediction, time, endpoint }, envelope()));
    } catch (error) {
      return done(answerError(error, envelope()), describeFailure(error));
    }
  };
}

/**
 * The endpoint that the environment names.
 *
 * @throws SettingsError
 */
export function serviceOf(environment: Environment): Service {
  const settings = readSettings(environment);
  return { settings, endpoint: endpointOf(settings.target), invoke: createInvoke(settings.target) };
}

/** undefined for what is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreadable(endpoint: string, text: string): EndpointError {
  return new EndpointError('bad_answer', {
    endpoint,
    expected: 'one prediction as TensorFlow Serving writes it',
    got: 'something else',
    detail: text.slice(0, 500),
  });
}
