import type { SageMakerAccess } from '../sagemaker/sagemaker-access.ts';

/**
 * Every call of AWS that a batch transform makes besides those that find its model, by its name in AWS's API, and what it
 * needs: policies are written from this table, and a test compares it with the code.
 *
 * Source: the Service Authorization Reference of SageMaker and of CloudWatch Logs.
 */
export const TRANSFORM_ACCESS = {
  CreateTransformJob: { actions: ['sagemaker:CreateTransformJob'], on: 'transformJobs' },
  DescribeTransformJob: { actions: ['sagemaker:DescribeTransformJob'], on: 'transformJobs' },
  StopTransformJob: { actions: ['sagemaker:StopTransformJob'], on: 'transformJobs' },
  DescribeLogStreams: { actions: ['logs:DescribeLogStreams'], on: 'transformLogs' },
  GetLogEvents: { actions: ['logs:GetLogEvents'], on: 'transformLogs' },
} as const satisfies Readonly<Record<string, SageMakerAccess>>;

/** What the same calls need besides: a job is tagged as it is made. */
export const TRANSFORM_BESIDES = {
  tags: { actions: ['sagemaker:AddTags'], on: 'transformJobs' },
} as const satisfies Readonly<Record<string, SageMakerAccess>>;
