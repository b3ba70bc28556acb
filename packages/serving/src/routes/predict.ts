import type { PredictionBody } from '../answer.ts';
import type { Call } from '../api.ts';
import { unreadableAnswer } from '../ask.ts';
import type { Prepared, Prediction } from '../models/model.ts';
import { readSession } from '../parameters.ts';
import type { Service } from '../service.ts';

/**
 * Answers `GET /predict?session=...`: parse, encode, ask, read.
 *
 * @throws RequestError, and what asking throws
 */
export async function predict(call: Call): Promise<PredictionBody> {
  const { service, requestId } = call;
  const { model, settings, endpoint } = service;
  const prepared = model.prepare(readSession(call.query, model.example), settings.maxEvents);
  call.countEvents(prepared.events);
  const prediction = await predictionOf(prepared, service, requestId);
  return { ...prediction, time: call.elapsedSeconds(), endpoint };
}

async function predictionOf(
  prepared: Prepared,
  { endpoint, ask, settings: { timeoutMs } }: Service,
  requestId: string,
): Promise<Prediction> {
  if ('prediction' in prepared) return prepared.prediction;
  const answer = await ask(prepared.codes, { requestId, timeoutMs });
  const prediction = prepared.readPrediction(answer);
  if (prediction === undefined) throw unreadableAnswer(endpoint, JSON.stringify(answer));
  return prediction;
}
