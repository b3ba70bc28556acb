const LOGS = [
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:DescribeLogStreams',
  'logs:PutLogEvents',
] as const;

/**
 * What the role needs that SageMaker takes for endpoints, trainings and transforms, besides what our own container asks S3
 * for: policies are written from this table. These calls are SageMaker's, so no test can see them.
 *
 * Source: "How to use SageMaker AI execution roles" in the developer guide of SageMaker.
 */
export const SAGEMAKER_ROLE_ACCESS = {
  image: {
    actions: [
      'ecr:GetAuthorizationToken',
      'ecr:BatchCheckLayerAvailability',
      'ecr:GetDownloadUrlForLayer',
      'ecr:BatchGetImage',
    ],
    on: 'any',
  },
  metrics: { actions: ['cloudwatch:PutMetricData'], on: 'any' },
  endpointLogs: { actions: LOGS, on: 'endpointLogs' },
  trainingLogs: { actions: LOGS, on: 'trainingLogs' },
  transformLogs: { actions: LOGS, on: 'transformLogs' },
  /** Where an answer, an output or a checkpoint is encrypted by a key. */
  encrypted: { actions: ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:Decrypt'], on: 'key' },
} as const;
