import { SageMakerEndpointBrokenError, SageMakerRolledBackError } from './errors.ts';
import { hasScaling, scalingTarget } from './autoscaling.ts';
import type { SageMaker } from './connection.ts';
import {
  describeEndpoint,
  followEndpoint,
  type EndpointState,
  type FollowOptions,
} from './follow.ts';
import { asynchronousOf, CHAMPION, deploymentConfig, type RollOut } from './hosting.ts';
import { readLogTail } from './log-tail.ts';
import type { ServedConfig } from './version-requests.ts';

/** All requests at once, and no alarm is watched. */
const DEFAULT_ROLL_OUT: RollOut = { alarms: [], bakeSeconds: 0 };

/**
 * Asks SageMaker to serve another config under an endpoint's name; it goes on answering all the while.
 *
 * @throws AwsError: `sagemaker_busy` while it is being changed already
 */
export async function sendUpdate(
  sagemaker: SageMaker,
  of: {
    readonly endpoint: string;
    readonly config: Pick<ServedConfig, 'name' | 'hosting' | 'variants'>;
    readonly rollOut?: RollOut;
  },
): Promise<void> {
  const { endpoint, config, rollOut = DEFAULT_ROLL_OUT } = of;
  const { hosting } = config;
  const hasInstances = hosting.kind === 'instances';
  // The number of instances that autoscaling has come to is kept; shares are the new config's. Not so where it may be 0:
  // nobody could try the new version
  const isKept = hasInstances && asynchronousOf(hosting) === undefined;
  const isScaled = isKept && (await hasScaling(sagemaker, scalingTarget(endpoint, CHAMPION)));
  await sagemaker.control(
    { doing: `Updating endpoint ${endpoint}`, action: 'sagemaker:UpdateEndpoint' },
    ({ client, sdk }) =>
      client.send(
        new sdk.UpdateEndpointCommand({
          EndpointName: endpoint,
          EndpointConfigName: config.name,
          ...(hasInstances && {
            DeploymentConfig: deploymentConfig(rollOut, {
              instances: hosting.count,
              variants: config.variants.length,
            }),
          }),
          ...(isScaled && {
            RetainAllVariantProperties: true,
            ExcludeRetainedVariantProperties: [{ VariantPropertyType: 'DesiredWeight' as const }],
          }),
        }),
      ),
  );
}

/**
 * Waits for an update.
 *
 * @throws SageMakerRolledBackError if SageMaker went back to the config before; SageMakerEndpointBrokenError
 */
export async function followUpdate(
  sagemaker: SageMaker,
  of: { readonly endpoint: string; readonly config: string },
  options: FollowOptions,
): Promise<void> {
  const { endpoint, config } = of;
  const state = await followEndpoint(sagemaker, endpoint, options);
  const reason = state.failureReason || 'SageMaker gives no reason';
  if (state.status !== 'InService') {
    throw new SageMakerEndpointBrokenError(endpoint, state.status, reason);
  }
  if (state.configName === config) return;
  const logTail = await readLogTail(sagemaker, endpoint);
  throw new SageMakerRolledBackError({ endpoint, reason, logTail });
}

/** @throws SageMakerEndpointBrokenError if it cannot be updated */
export async function requireInService(
  sagemaker: SageMaker,
  endpoint: string,
  options: FollowOptions = {},
): Promise<EndpointState> {
  const now = await describeEndpoint(sagemaker, endpoint);
  const state =
    now.status === 'InService' ? now : await followEndpoint(sagemaker, endpoint, options);
  if (state.status === 'InService') return state;
  throw new SageMakerEndpointBrokenError(
    endpoint,
    state.status,
    state.failureReason || 'no reason given',
  );
}
