import type { SageMakerAccess } from '../sagemaker/sagemaker-access.ts';

/**
 * Every call of AWS that a training job makes, by its name in AWS's API, and what it needs: policies are written from this
 * table, and a test compares it with the code.
 *
 * Source: the Service Authorization Reference of SageMaker and of CloudWatch Logs.
 */
export const TRAINING_ACCESS = {
  CreateTrainingJob: { actions: ['sagemaker:CreateTrainingJob'], on: 'trainingJobs' },
  DescribeTrainingJob: { actions: ['sagemaker:DescribeTrainingJob'], on: 'trainingJobs' },
  StopTrainingJob: { actions: ['sagemaker:StopTrainingJob'], on: 'trainingJobs' },
  DescribeLogStreams: { actions: ['logs:DescribeLogStreams'], on: 'trainingLogs' },
  GetLogEvents: { actions: ['logs:GetLogEvents'], on: 'trainingLogs' },
} as const satisfies Readonly<Record<string, SageMakerAccess>>;

/** What the same calls need besides: a job is tagged as it is made, and hands SageMaker its role. */
export const TRAINING_BESIDES = {
  tags: { actions: ['sagemaker:AddTags'], on: 'trainingJobs' },
  role: { actions: ['iam:PassRole'], on: 'servingRole' },
} as const satisfies Readonly<Record<string, SageMakerAccess>>;
