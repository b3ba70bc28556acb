import { setTimeout as sleep } from 'node:timers/promises';
import { AwsError, SageMakerTimeoutError } from './errors.ts';
import type { SageMaker } from './connection.ts';

/** An endpoint as SageMaker describes it. */
export interface EndpointState {
  readonly name: string;
  readonly arn: string;
  /** `InService`, `Creating`, `Updating`, `RollingBack`, `Failed` ... */
  readonly status: string;
  readonly configName: string;
  readonly failureReason: string;
  /** When it was created, ISO 8601. */
  readonly createdAt: string;
}

export interface FollowOptions {
  /** Told at each look: the status and for how long has been waited. */
  readonly onProgress?: (progress: { readonly status: string; readonly waitedMs: number }) => void;
  readonly signal?: AbortSignal;
  readonly pollMs?: number;
  readonly timeoutMs?: number;
}

/** SageMaker takes three to ten minutes for an endpoint. */
const DEFAULT_POLL_MS = 10_000;
const DEFAULT_TIMEOUT_MS = 45 * 60_000;

/** Statuses of an endpoint that SageMaker works on. */
const WORKED_ON: ReadonlySet<string> = new Set([
  'Creating',
  'Updating',
  'SystemUpdating',
  'RollingBack',
  'Deleting',
]);

/** @throws AwsError: `sagemaker_not_found` if there is none */
export async function describeEndpoint(sagemaker: SageMaker, name: string): Promise<EndpointState> {
  const answer = await sagemaker.control(
    { doing: `Describing endpoint ${name}`, action: 'sagemaker:DescribeEndpoint' },
    ({ client, sdk }) => client.send(new sdk.DescribeEndpointCommand({ EndpointName: name })),
  );
  return {
    name,
    arn: answer.EndpointArn ?? '',
    status: answer.EndpointStatus ?? 'unknown',
    configName: answer.EndpointConfigName ?? '',
    failureReason: answer.FailureReason ?? '',
    createdAt: answer.CreationTime?.toISOString() ?? '',
  };
}

/**
 * Waits until SageMaker has done with an endpoint.
 *
 * @returns its state then, which may be a bad one
 * @throws SageMakerTimeoutError, AwsError (`aws_interrupted` on abort)
 */
export async function followEndpoint(
  sagemaker: SageMaker,
  name: string,
  { onProgress, signal, pollMs = DEFAULT_POLL_MS, timeoutMs = DEFAULT_TIMEOUT_MS }: FollowOptions,
): Promise<EndpointState> {
  const startMs = performance.now();
  for (;;) {
    await requireGoingOn(sagemaker, name, signal);
    const state = await describeEndpoint(sagemaker, name);
    const waitedMs = performance.now() - startMs;
    onProgress?.({ status: state.status, waitedMs });
    if (!WORKED_ON.has(state.status)) return state;
    if (waitedMs > timeoutMs) throw new SageMakerTimeoutError(name, state.status, waitedMs);
    await sleep(pollMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  }
}

/** @throws AwsError `aws_interrupted` if the deploy shall stop */
export async function requireGoingOn(
  sagemaker: SageMaker,
  name: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (signal?.aborted !== true) return;
  throw new AwsError('aws_interrupted', `Deploying endpoint ${name}`, {
    action: 'sagemaker:DescribeEndpoint',
    region: await sagemaker.region(),
    cause: signal.reason,
  });
}
