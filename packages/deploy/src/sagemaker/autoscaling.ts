import type { SageMaker } from './connection.ts';

/** How the instances of an endpoint follow its requests. */
export type Autoscaling = {
  /** 0 only where requests wait in a queue. */
  readonly minInstances: number;
  readonly maxInstances: number;
} & (
  | {
      /** Requests a minute that an instance should have. */
      readonly invocationsPerInstance: number;
    }
  | {
      /** Of an asynchronous endpoint: requests in its queue that an instance should have. */
      readonly backlogPerInstance: number;
    }
);

const NAMESPACE = 'sagemaker';
const DIMENSION = 'sagemaker:variant:DesiredInstanceCount';

/** A variant as application autoscaling names it. */
export const scalingTarget = (endpoint: string, variant: string): string =>
  `endpoint/${endpoint}/variant/${variant}`;

/**
 * Lets the instances of a variant follow its requests; again: with these numbers.
 *
 * @returns what is left to be done by hand: a command that makes the alarm at which an endpoint of 0 instances wakes up;
 * null if nothing is
 */
export async function putScaling(
  sagemaker: SageMaker,
  target: string,
  autoscaling: Autoscaling,
): Promise<string | null> {
  const { minInstances, maxInstances } = autoscaling;
  const place = {
    ServiceNamespace: NAMESPACE,
    ScalableDimension: DIMENSION,
    ResourceId: target,
  } as const;
  const doing = `Scaling ${target}`;
  await sagemaker.scaling(
    { doing, action: 'application-autoscaling:RegisterScalableTarget' },
    ({ client, sdk }) =>
      client.send(
        new sdk.RegisterScalableTargetCommand({
          ...place,
          MinCapacity: minInstances,
          MaxCapacity: maxInstances,
        }),
      ),
  );
  await sagemaker.scaling(
    { doing, action: 'application-autoscaling:PutScalingPolicy' },
    ({ client, sdk }) =>
      client.send(
        new sdk.PutScalingPolicyCommand({
          ...place,
          ...trackingPolicy(autoscaling, endpointOf(target)),
          PolicyType: 'TargetTrackingScaling',
        }),
      ),
  );
  if (minInstances > 0) return null;
  const { PolicyARN = '' } = await sagemaker.scaling(
    { doing, action: 'application-autoscaling:PutScalingPolicy' },
    ({ client, sdk }) =>
      client.send(
        new sdk.PutScalingPolicyCommand({
          ...place,
          PolicyName: 'lf-wake-up',
          PolicyType: 'StepScaling',
          StepScalingPolicyConfiguration: {
            AdjustmentType: 'ChangeInCapacity',
            MetricAggregationType: 'Average',
            Cooldown: COOLDOWN_SECONDS,
            StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 1 }],
          },
        }),
      ),
  );
  return wakeUpAlarm(endpointOf(target), PolicyARN, await sagemaker.region());
}

/** As AWS's examples have it for queues: between two changes of the number of instances. */
const COOLDOWN_SECONDS = 300;

const endpointOf = (target: string): string => target.split('/')[1] ?? '';

/** The metrics are those of "Autoscale an asynchronous endpoint" in the developer guide of SageMaker. */
function trackingPolicy(autoscaling: Autoscaling, endpoint: string) {
  return 'invocationsPerInstance' in autoscaling
    ? {
        PolicyName: 'lf-invocations-per-instance',
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: autoscaling.invocationsPerInstance,
          PredefinedMetricSpecification: {
            PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance' as const,
          },
        },
      }
    : {
        PolicyName: 'lf-backlog-per-instance',
        TargetTrackingScalingPolicyConfiguration: {
          TargetValue: autoscaling.backlogPerInstance,
          CustomizedMetricSpecification: {
            MetricName: 'ApproximateBacklogSizePerInstance',
            Namespace: 'AWS/SageMaker',
            Dimensions: [{ Name: 'EndpointName', Value: endpoint }],
            Statistic: 'Average' as const,
          },
          ScaleInCooldown: COOLDOWN_SECONDS,
          ScaleOutCooldown: COOLDOWN_SECONDS,
        },
      };
}

/** A backlog per instance says nothing where there is no instance: this alarm tells of requests that nobody works on. */
const wakeUpAlarm = (endpoint: string, policyArn: string, region: string): string =>
  `aws cloudwatch put-metric-alarm --region ${region} --alarm-name ${endpoint}-wake-up --namespace AWS/SageMaker ` +
  `--metric-name HasBacklogWithoutCapacity --dimensions Name=EndpointName,Value=${endpoint} --statistic Average ` +
  '--period 60 --evaluation-periods 2 --threshold 1 --comparison-operator GreaterThanOrEqualToThreshold ' +
  `--treat-missing-data missing --alarm-actions ${policyArn}`;

/** The policies of the target go with it. */
export async function removeScaling(sagemaker: SageMaker, target: string): Promise<void> {
  await sagemaker.scaling(
    {
      doing: `Ending the scaling of ${target}`,
      action: 'application-autoscaling:DeregisterScalableTarget',
    },
    ({ client, sdk }) =>
      client.send(
        new sdk.DeregisterScalableTargetCommand({
          ServiceNamespace: NAMESPACE,
          ScalableDimension: DIMENSION,
          ResourceId: target,
        }),
      ),
  );
}

/** Whether a variant follows its requests. */
export async function hasScaling(sagemaker: SageMaker, target: string): Promise<boolean> {
  const { ScalableTargets = [] } = await sagemaker.scaling(
    {
      doing: `Reading the scaling of ${target}`,
      action: 'application-autoscaling:DescribeScalableTargets',
    },
    ({ client, sdk }) =>
      client.send(
        new sdk.DescribeScalableTargetsCommand({
          ServiceNamespace: NAMESPACE,
          ScalableDimension: DIMENSION,
          ResourceIds: [target],
        }),
      ),
  );
  return ScalableTargets.length > 0;
}
