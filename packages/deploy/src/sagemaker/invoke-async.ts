import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { InvocationError } from '../errors.ts';
import type { SageMaker } from './connection.ts';
import { SageMakerRequestError } from './errors.ts';
import { requireGoingOn } from './follow.ts';
import { asynchronousOf } from './hosting.ts';
import { invocationFault, predictionsIn } from './invoke.ts';
import { requireOurs } from './manage.ts';
import { describeConfig } from './version-requests.ts';

/** Objects in S3 by their URLs, as a request and its answer pass through them. */
export interface RequestObjects {
  put(url: string, bytes: Uint8Array): Promise<void>;
  /** @returns null if there is none */
  get(url: string): Promise<Uint8Array | null>;
  remove(url: string): Promise<void>;
}

/** A request that waits in the queue of an asynchronous endpoint. */
export interface AsyncRequest {
  readonly endpoint: string;
  readonly objects: RequestObjects;
  /** `s3://bucket/prefix`: the request is put below it, under a name of its own. */
  readonly inputUrl: string;
  /** How long to wait for the answer; by default 15 minutes. */
  readonly timeoutMs?: number;
  /** Between two looks; by default a fifth of a second at first, then longer. */
  readonly pollMs?: number;
  readonly signal?: AbortSignal;
}

const DEFAULT_TIMEOUT_MS = 15 * 60_000;
const FIRST_POLL_MS = 200;
const LONGEST_POLL_MS = 5_000;
const POLL_GROWTH = 1.5;
/** SageMaker's bounds of RequestTTLSeconds. */
const SHORTEST_TTL_SECONDS = 60;
const LONGEST_TTL_SECONDS = 21_600;
const SHOWN_CHARS = 300;

/**
 * Asks an asynchronous endpoint of SageMaker for predictions and waits for them.
 *
 * @returns one prediction an instance, as TensorFlow Serving writes it
 * @throws InvocationError, AwsError, and what `objects` throws
 */
export async function invokeSageMakerAsync(
  sagemaker: SageMaker,
  { instances, ...request }: AsyncRequest & { readonly instances: readonly unknown[] },
): Promise<readonly unknown[]> {
  const text = await askSageMakerAsync(sagemaker, {
    ...request,
    body: JSON.stringify({ instances }),
  });
  return predictionsIn(text, request.endpoint, instances.length);
}

/**
 * Sends a body of `POST /invocations` through the queue of an endpoint: it is put to S3, and the answer is waited for
 * where SageMaker says that it will be. What is answered leaves nothing in S3; a request that is given up expires.
 *
 * @returns the body of the answer
 * @throws InvocationError: `invocation_refused` with what SageMaker wrote at the FailureLocation, `invocation_timed_out`;
 * AwsError: `aws_interrupted` on abort; what `objects` throws
 */
export async function askSageMakerAsync(
  sagemaker: SageMaker,
  { body, ...request }: AsyncRequest & { readonly body: string },
): Promise<string> {
  const { endpoint, objects, timeoutMs = DEFAULT_TIMEOUT_MS } = request;
  await requireGoingOn(sagemaker, endpoint, request.signal, askingOf(endpoint));
  const inferenceId = randomUUID();
  const inputUrl = `${request.inputUrl.replace(/\/+$/, '')}/${inferenceId}.json`;
  await objects.put(inputUrl, new TextEncoder().encode(body));
  const sent = await send(sagemaker, { endpoint, inputUrl, inferenceId, timeoutMs }).catch(
    async (error: unknown) => {
      await objects.remove(inputUrl).catch(() => undefined);
      throw error;
    },
  );
  const { failure, text, url } = await outcomeOf(sagemaker, sent, { ...request, timeoutMs });
  // An object that stays is no reason to lose the answer
  await Promise.allSettled([objects.remove(inputUrl), objects.remove(url)]);
  if (!failure) return text;
  throw new InvocationError(
    'invocation_refused',
    `SageMaker endpoint ${endpoint}`,
    `its request ${inferenceId} failed: ${text.slice(0, SHOWN_CHARS).trim().replace(/\.$/, '')}`,
  );
}

const askingOf = (endpoint: string): string => `Asking SageMaker endpoint ${endpoint}`;

/** Where SageMaker writes what becomes of a request. */
interface Sent {
  readonly outputUrl: string;
  /** Absent where the endpoint's config names no place for failures. */
  readonly failureUrl?: string;
}

async function send(
  sagemaker: SageMaker,
  of: {
    readonly endpoint: string;
    readonly inputUrl: string;
    readonly inferenceId: string;
    readonly timeoutMs: number;
  },
): Promise<Sent> {
  const { sdk, client } = await sagemaker.runtime();
  // Past that nobody waits for it
  const seconds = Math.ceil(of.timeoutMs / 1000);
  try {
    const { OutputLocation: outputUrl = '', FailureLocation: failureUrl } = await client.send(
      new sdk.InvokeEndpointAsyncCommand({
        EndpointName: of.endpoint,
        InputLocation: of.inputUrl,
        InferenceId: of.inferenceId,
        ContentType: 'application/json',
        Accept: 'application/json',
        RequestTTLSeconds: Math.min(LONGEST_TTL_SECONDS, Math.max(SHORTEST_TTL_SECONDS, seconds)),
      }),
    );
    return { outputUrl, ...(failureUrl !== undefined && { failureUrl }) };
  } catch (error) {
    throw await invocationFault(sagemaker, error, {
      endpoint: of.endpoint,
      action: 'sagemaker:InvokeEndpointAsync',
    });
  }
}

async function outcomeOf(
  sagemaker: SageMaker,
  { outputUrl, failureUrl }: Sent,
  of: AsyncRequest & { readonly timeoutMs: number },
): Promise<{ readonly failure: boolean; readonly text: string; readonly url: string }> {
  const { endpoint, objects, timeoutMs, pollMs, signal } = of;
  const startMs = performance.now();
  let waitMs = pollMs ?? FIRST_POLL_MS;
  for (;;) {
    for (const url of [outputUrl, failureUrl]) {
      const bytes = url === undefined ? null : await objects.get(url);
      if (url === undefined || bytes === null) continue;
      return { failure: url === failureUrl, text: new TextDecoder().decode(bytes), url };
    }
    await requireGoingOn(sagemaker, endpoint, signal, askingOf(endpoint));
    if (performance.now() - startMs > timeoutMs) {
      throw new InvocationError(
        'invocation_timed_out',
        `SageMaker endpoint ${endpoint}`,
        `no answer within ${timeoutMs} ms; if one still comes, it is at ${outputUrl}. An endpoint scaled to 0 instances needs minutes to wake up: allow more time`,
      );
    }
    await sleep(waitMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
    waitMs = pollMs ?? Math.min(LONGEST_POLL_MS, waitMs * POLL_GROWTH);
  }
}

/**
 * Refuses an endpoint that has no queue, or that was deployed from another datastore.
 *
 * @throws SageMakerRequestError, SageMakerEndpointUnknownError, AwsError
 */
export async function requireAsynchronous(
  sagemaker: SageMaker,
  of: { readonly name: string; readonly datastore: string },
): Promise<void> {
  const { state } = await requireOurs(sagemaker, of);
  const { hosting } = await describeConfig(sagemaker, state.configName);
  if (asynchronousOf(hosting) !== undefined) return;
  throw new SageMakerRequestError(
    `Endpoint ${of.name} is not asynchronous: ask it by InvokeEndpoint, or deploy with LF_SAGEMAKER_ASYNC=1.`,
  );
}
