/** What a call of AWS's API needs: the actions of IAM that allow it, and on what. */
export interface SageMakerAccess {
  readonly actions: readonly string[];
  /**
   * `served`: models, endpoint configs and endpoints of our names; `servingRole`: the role that SageMaker takes;
   * `endpointLogs`: what their containers print; `trainingJobs`, `trainingLogs`: the same of training jobs; `transformJobs`, `transformLogs`: of batch transforms; `any`: IAM knows
   * no narrower resource.
   */
  readonly on:
    | 'served'
    | 'servingRole'
    | 'endpointLogs'
    | 'trainingJobs'
    | 'trainingLogs'
    | 'transformJobs'
    | 'transformLogs'
    | 'any';
}

/**
 * Every call of AWS that deploying to SageMaker makes, by its name in AWS's API, and what it needs: policies are
 * written from this table, and a test compares it with the code.
 *
 * Sources: the Service Authorization Reference of SageMaker, Application Auto Scaling and CloudWatch Logs; "Autoscaling
 * policy overview" in the developer guide of SageMaker for what a scaling policy needs besides.
 */
export const SAGEMAKER_ACCESS = {
  CreateModel: { actions: ['sagemaker:CreateModel'], on: 'served' },
  DescribeModel: { actions: ['sagemaker:DescribeModel'], on: 'served' },
  DeleteModel: { actions: ['sagemaker:DeleteModel'], on: 'served' },
  CreateEndpointConfig: { actions: ['sagemaker:CreateEndpointConfig'], on: 'served' },
  DescribeEndpointConfig: { actions: ['sagemaker:DescribeEndpointConfig'], on: 'served' },
  DeleteEndpointConfig: { actions: ['sagemaker:DeleteEndpointConfig'], on: 'served' },
  CreateEndpoint: { actions: ['sagemaker:CreateEndpoint'], on: 'served' },
  DescribeEndpoint: { actions: ['sagemaker:DescribeEndpoint'], on: 'served' },
  UpdateEndpoint: { actions: ['sagemaker:UpdateEndpoint'], on: 'served' },
  DeleteEndpoint: { actions: ['sagemaker:DeleteEndpoint'], on: 'served' },
  InvokeEndpoint: { actions: ['sagemaker:InvokeEndpoint'], on: 'served' },
  InvokeEndpointAsync: { actions: ['sagemaker:InvokeEndpointAsync'], on: 'served' },
  ListTags: { actions: ['sagemaker:ListTags'], on: 'served' },
  ListEndpoints: { actions: ['sagemaker:ListEndpoints'], on: 'any' },
  DescribeLogStreams: { actions: ['logs:DescribeLogStreams'], on: 'endpointLogs' },
  GetLogEvents: { actions: ['logs:GetLogEvents'], on: 'endpointLogs' },
  RegisterScalableTarget: {
    actions: ['application-autoscaling:RegisterScalableTarget', 'iam:CreateServiceLinkedRole'],
    on: 'any',
  },
  DescribeScalableTargets: {
    actions: ['application-autoscaling:DescribeScalableTargets'],
    on: 'any',
  },
  DeregisterScalableTarget: {
    actions: ['application-autoscaling:DeregisterScalableTarget'],
    on: 'any',
  },
  PutScalingPolicy: {
    actions: [
      'application-autoscaling:PutScalingPolicy',
      'cloudwatch:DescribeAlarms',
      'cloudwatch:PutMetricAlarm',
      'cloudwatch:DeleteAlarms',
    ],
    on: 'any',
  },
} as const satisfies Readonly<Record<string, SageMakerAccess>>;

/** What the same calls need besides: things are tagged as they are made, and a model hands SageMaker its role. */
export const SAGEMAKER_BESIDES = {
  tags: { actions: ['sagemaker:AddTags'], on: 'served' },
  role: { actions: ['iam:PassRole'], on: 'servingRole' },
} as const satisfies Readonly<Record<string, SageMakerAccess>>;
