import type { PredictionBody } from '../answer.ts';
import type { Call } from '../api.ts';
import { unreadableAnswer } from '../ask.ts';
import type { Prepared, Prediction } from '../models/model.ts';
import { OutOfScopeError } from '../errors.ts';
import { readWrittenContext } from '../models/intent/written-context.ts';
import { readChoices } from '../models/rec/choices.ts';
import { readSession, requireKnownParameters } from '../parameters.ts';
import type { Service } from '../service.ts';

/**
 * Answers `GET /predict?session=...`: parse, encode, ask, read.
 *
 * @throws RequestError, OutOfScopeError, and what asking throws
 */
export async function predict(call: Call): Promise<PredictionBody> {
  const { service, requestId } = call;
  const { model, settings, endpoint } = service;
  const written = readSession(call.query, model.example);
  requireKnownParameters(call.query, model.parameters);
  const choices =
    model.kind === 'rec' ? readChoices(call.query, model.filters) : readWrittenContext(call.query);
  const prepared = model.prepare(written, settings.maxEvents, choices);
  call.countEvents(prepared.events);
  const { scope = 'in_scope' } = prepared;
  if (scope !== 'in_scope' && settings.outOfScope === 'refuse') throw new OutOfScopeError(scope);
  const prediction = await predictionOf(prepared, service, requestId);
  logTraffic(call, prepared, prediction);
  return { ...prediction, time: call.elapsedSeconds(), endpoint };
}

function logTraffic(
  { service: { traffic, model }, requestId, sessionId }: Call,
  prepared: Prepared,
  prediction: Prediction,
): void {
  if (traffic?.log.takes(requestId) !== true) return;
  const sessions = [prepared.logged(prediction)];
  traffic.log.request(requestId, {
    kind: model.kind,
    model: traffic.model,
    sessions,
    sessionId,
  });
}

async function predictionOf(
  prepared: Prepared,
  { endpoint, ask, settings: { timeoutMs } }: Service,
  requestId: string,
): Promise<Prediction> {
  if ('prediction' in prepared) return prepared.prediction;
  const { codes, context } = prepared;
  const answer = await ask(codes, { requestId, timeoutMs, context });
  const prediction = prepared.readPrediction(answer);
  if (prediction === undefined) throw unreadableAnswer(endpoint, JSON.stringify(answer));
  return prediction;
}
