import { setTimeout as sleep } from 'node:timers/promises';
import { InvocationError } from '../errors.ts';
import { awsFaultOf } from './aws-fault.ts';
import { AwsError } from './errors.ts';
import type { SageMaker } from './connection.ts';

/** SageMaker's own limit for an answer. */
const TIMEOUT_MS = 60_000;
const SHOWN_CHARS = 300;

/** A serverless endpoint that has slept needs its container first, an endpoint just updated its routes. */
const NOT_READY_TRIES = 5;
const NOT_READY_WAIT_MS = 2_000;

/**
 * Asks an endpoint of SageMaker for predictions through its runtime API.
 *
 * @returns one prediction an instance, as TensorFlow Serving writes it
 * @throws InvocationError, AwsError
 */
export async function invokeSageMaker(
  sagemaker: SageMaker,
  of: {
    readonly endpoint: string;
    readonly instances: readonly unknown[];
    /** Whom to ask where two versions answer. */
    readonly variant?: string;
    readonly notReadyWaitMs?: number;
  },
): Promise<readonly unknown[]> {
  const { endpoint, instances, notReadyWaitMs = NOT_READY_WAIT_MS } = of;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return predictionsIn(await ask(sagemaker, of), endpoint, instances.length);
    } catch (error) {
      const isWaking = error instanceof Error && error.name === 'ModelNotReadyException';
      if (!isWaking || attempt === NOT_READY_TRIES) {
        throw await invocationFault(sagemaker, error, {
          endpoint,
          action: 'sagemaker:InvokeEndpoint',
        });
      }
      await sleep(notReadyWaitMs);
    }
  }
}

async function ask(
  sagemaker: SageMaker,
  of: {
    readonly endpoint: string;
    readonly instances: readonly unknown[];
    readonly variant?: string;
  },
): Promise<string> {
  const { sdk, client } = await sagemaker.runtime();
  const answer = await client.send(
    new sdk.InvokeEndpointCommand({
      EndpointName: of.endpoint,
      ContentType: 'application/json',
      Accept: 'application/json',
      Body: JSON.stringify({ instances: of.instances }),
      ...(of.variant !== undefined && { TargetVariant: of.variant }),
    }),
    { abortSignal: AbortSignal.timeout(TIMEOUT_MS) },
  );
  return new TextDecoder().decode(answer.Body);
}

/** @throws InvocationError */
export function predictionsIn(
  text: string,
  endpoint: string,
  expected: number,
): readonly unknown[] {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // Told below, with what came
  }
  if (typeof body === 'object' && body !== null && 'predictions' in body) {
    const { predictions } = body;
    if (Array.isArray(predictions) && predictions.length === expected) return predictions;
  }
  const shown = text.slice(0, SHOWN_CHARS);
  throw new InvocationError(
    'invocation_answer',
    `SageMaker endpoint ${endpoint}`,
    `expected ${expected} "predictions", got ${shown}`,
  );
}

/** What the runtime API's error is to a caller. */
export async function invocationFault(
  sagemaker: SageMaker,
  error: unknown,
  { endpoint, action }: { readonly endpoint: string; readonly action: string },
): Promise<unknown> {
  if (error instanceof InvocationError) return error;
  const url = `SageMaker endpoint ${endpoint}`;
  if (error instanceof Error && error.name === 'ModelError') {
    const status = 'OriginalStatusCode' in error ? Number(error.OriginalStatusCode) : 0;
    const message = 'OriginalMessage' in error ? String(error.OriginalMessage) : error.message;
    const reason = `its container answered status ${status}: ${message.slice(0, SHOWN_CHARS)}`;
    return new InvocationError('invocation_refused', url, reason, { status, cause: error });
  }
  const fault = awsFaultOf(error);
  if (fault === 'aws_interrupted') {
    const reason = `no answer within ${TIMEOUT_MS} ms`;
    return new InvocationError('invocation_timed_out', url, reason, { cause: error });
  }
  return new AwsError(fault, `Asking ${url} for predictions`, {
    action,
    region: await sagemaker.region(),
    cause: error,
  });
}
