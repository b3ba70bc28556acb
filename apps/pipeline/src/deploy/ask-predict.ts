import { PipelineError } from '../errors.ts';
import { lfCommand } from '../terminal/lf-command.ts';

/** A model that was loaded answers in milliseconds; this is for a machine that is busy with the rest of a flow. */
const TIMEOUT_MS = 30_000;

/**
 * Asks `GET /predict` of an endpoint.
 *
 * @param of.session as the query takes it, encoded
 * @param of.read takes the prediction out of the answer; undefined if it is none
 * @throws PipelineError if no prediction comes
 */
export async function askPredict<Prediction>(of: {
  readonly url: string;
  readonly session: string;
  readonly read: (answer: Readonly<Record<string, unknown>>) => Prediction | undefined;
  /** What the endpoint wants as `x-api-key`. */
  readonly apiKey: string | undefined;
  /** Whom to ask where two versions answer. */
  readonly variant?: 'champion' | 'challenger';
}): Promise<Prediction> {
  const url = new URL(`/predict?session=${of.session}`, of.url);
  let text: string;
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const headers = {
      ...(of.apiKey !== undefined && { 'x-api-key': of.apiKey }),
      ...(of.variant !== undefined && { 'x-amzn-sagemaker-target-variant': of.variant }),
    };
    const response = await fetch(url, { signal, headers });
    text = await response.text();
    const answer: unknown = JSON.parse(text);
    if (response.ok && isRecord(answer)) {
      const prediction = of.read(answer);
      if (prediction !== undefined) return prediction;
    }
  } catch (cause) {
    throw new PipelineError(
      'trial_prediction_failed',
      `Trying the new endpoint, ${url.href}: no answer came (${String(cause)}). Its log lies beside its record: ${lfCommand('endpoint', 'list')}.`,
      { cause },
    );
  }
  throw new PipelineError(
    'trial_prediction_failed',
    `Trying the new endpoint, ${url.href}: expected a prediction, got ${text.slice(0, 500)}`,
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
