/** What a call of AWS's API needs: the actions of IAM that allow it, and on what. */
export interface BatchAccess {
  readonly actions: readonly string[];
  /**
   * `jobs`: any job; `jobDefinitions`: those of our names; `jobRole`: the role that containers take; `jobLogs`: what they
   * print; `any`: IAM knows no narrower resource.
   */
  readonly on: 'jobQueue' | 'jobDefinitions' | 'jobs' | 'jobRole' | 'jobLogs' | 'any';
}

/**
 * Every call of AWS that launching on Batch makes, by its name in AWS's API, and what it needs: policies are written from
 * this table, and a test compares it with the code.
 *
 * Source: the Service Authorization Reference of AWS Batch and of CloudWatch Logs.
 */
export const BATCH_ACCESS = {
  DescribeJobDefinitions: { actions: ['batch:DescribeJobDefinitions'], on: 'any' },
  RegisterJobDefinition: { actions: ['batch:RegisterJobDefinition'], on: 'jobDefinitions' },
  SubmitJob: { actions: ['batch:SubmitJob'], on: 'jobDefinitions' },
  ListJobs: { actions: ['batch:ListJobs'], on: 'any' },
  DescribeJobs: { actions: ['batch:DescribeJobs'], on: 'any' },
  TerminateJob: { actions: ['batch:TerminateJob'], on: 'jobs' },
  GetLogEvents: { actions: ['logs:GetLogEvents'], on: 'jobLogs' },
} as const satisfies Readonly<Record<string, BatchAccess>>;

/** What the same calls need besides: a job is of a queue too, is tagged as it is made, and its container takes a role. */
export const BATCH_BESIDES = {
  queue: { actions: ['batch:SubmitJob'], on: 'jobQueue' },
  tags: { actions: ['batch:TagResource'], on: 'jobs' },
  definitionTags: { actions: ['batch:TagResource'], on: 'jobDefinitions' },
  role: { actions: ['iam:PassRole'], on: 'jobRole' },
} as const satisfies Readonly<Record<string, BatchAccess>>;

/** Every call that looks for job definitions which nobody needs, and removes them; a test compares it with the code. */
export const BATCH_COLLECTION_ACCESS = {
  DescribeJobDefinitions: { actions: ['batch:DescribeJobDefinitions'], on: 'any' },
  ListJobs: { actions: ['batch:ListJobs'], on: 'any' },
  DescribeJobs: { actions: ['batch:DescribeJobs'], on: 'any' },
  DeregisterJobDefinition: { actions: ['batch:DeregisterJobDefinition'], on: 'jobDefinitions' },
} as const satisfies Readonly<Record<string, BatchAccess>>;
