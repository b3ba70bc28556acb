import type { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { EndpointError, EndpointTimeoutError } from '../errors.ts';
import type { EndpointTarget } from '../settings.ts';
import type { Invoke } from './invoke.ts';

/**
 * Asks a SageMaker endpoint by InvokeEndpoint; the request id travels as its inference id.
 *
 * The client is imported and made at the first call, so that a service in front of a plain URL never loads it.
 */
export function createSageMakerInvoke(
  target: Extract<EndpointTarget, { kind: 'sagemaker' }>,
): Invoke {
  const { endpointName, region } = target;
  let client: SageMakerRuntimeClient | undefined;

  return async (body, { requestId, timeoutMs }) => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const sdk = await import('@aws-sdk/client-sagemaker-runtime');
      client ??= new sdk.SageMakerRuntimeClient({
        ...(region === undefined ? {} : { region }),
        // Tries are counted and paid for in one place, resilient-ask.ts
        maxAttempts: 1,
      });
      const answer = await client.send(
        new sdk.InvokeEndpointCommand({
          EndpointName: endpointName,
          ContentType: 'application/json',
          Accept: 'application/json',
          InferenceId: requestId,
          Body: body,
        }),
        { abortSignal: signal },
      );
      return new TextDecoder().decode(answer.Body);
    } catch (cause) {
      if (signal.aborted) throw new EndpointTimeoutError(endpointName, timeoutMs, { cause });
      throw failureOf(endpointName, cause);
    }
  };
}

/** Errors of SageMaker that another try may not meet. */
const TRANSIENT: ReadonlySet<string> = new Set([
  'InternalDependencyException',
  'InternalFailure',
  'ModelNotReadyException',
  'ServiceUnavailable',
  'ThrottlingException',
]);

/** SageMaker's error name goes to the caller; its message, which may name the account, to the log alone. */
function failureOf(endpoint: string, cause: unknown): EndpointError {
  const name = cause instanceof Error ? cause.name : 'Error';
  const answered = cause instanceof Error && '$response' in cause && cause.$response !== undefined;
  return new EndpointError(
    answered ? 'refused' : 'unreachable',
    {
      endpoint,
      expected: 'an answer of SageMaker',
      got: name,
      detail: String(cause),
      isTransient: !answered || TRANSIENT.has(name),
    },
    { cause },
  );
}
