import type { SageMaker } from './connection.ts';

/** How the instances of an endpoint follow its requests. */
export interface Autoscaling {
  readonly minInstances: number;
  readonly maxInstances: number;
  /** Requests a minute that an instance should have. */
  readonly invocationsPerInstance: number;
}

const NAMESPACE = 'sagemaker';
const DIMENSION = 'sagemaker:variant:DesiredInstanceCount';

/** A variant as application autoscaling names it. */
export const scalingTarget = (endpoint: string, variant: string): string =>
  `endpoint/${endpoint}/variant/${variant}`;

/** Lets the instances of a variant follow its requests; again: with these numbers. */
export async function putScaling(
  sagemaker: SageMaker,
  target: string,
  { minInstances, maxInstances, invocationsPerInstance }: Autoscaling,
): Promise<void> {
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
          PolicyName: 'lf-invocations-per-instance',
          PolicyType: 'TargetTrackingScaling',
          TargetTrackingScalingPolicyConfiguration: {
            TargetValue: invocationsPerInstance,
            PredefinedMetricSpecification: {
              PredefinedMetricType: 'SageMakerVariantInvocationsPerInstance',
            },
          },
        }),
      ),
  );
}

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
