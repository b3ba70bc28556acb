import { AwsError, SageMakerTimeoutError } from './errors.ts';
import type { SageMaker } from './connection.ts';
import { lookUntil, type LookOptions } from './look-until.ts';

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

export interface FollowOptions extends LookOptions {
  /** Told at each look: the status and for how long has been waited. */
  readonly onProgress?: (progress: { readonly status: string; readonly waitedMs: number }) => void;
  readonly timeoutMs?: number;
}

/** A request that fails at once is seen at once; an endpoint takes three to ten minutes, and looks are throttled. */
const PACE = { firstMs: 1_000, longestMs: 10_000 };
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
  options: FollowOptions,
): Promise<EndpointState> {
  const { onProgress, signal, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const look = async (waitedMs: number): Promise<EndpointState | null> => {
    await requireGoingOn(sagemaker, name, signal);
    const state = await describeEndpoint(sagemaker, name);
    onProgress?.({ status: state.status, waitedMs });
    if (!WORKED_ON.has(state.status)) return state;
    if (waitedMs > timeoutMs) throw new SageMakerTimeoutError(name, state.status, waitedMs);
    return null;
  };
  const goesOn =
    'SageMaker cannot be asked now; it goes on with the endpoint, and so does the waiting';
  return lookUntil({ look, pace: PACE, goesOn }, options);
}

/** @throws AwsError `aws_interrupted` if the deploy, or what else is done, shall stop */
export async function requireGoingOn(
  sagemaker: SageMaker,
  name: string,
  signal: AbortSignal | undefined,
  doing = `Deploying endpoint ${name}`,
): Promise<void> {
  if (signal?.aborted !== true) return;
  throw new AwsError('aws_interrupted', doing, {
    action: 'sagemaker:DescribeEndpoint',
    region: await sagemaker.region(),
    cause: signal.reason,
  });
}
