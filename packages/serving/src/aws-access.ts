/**
 * Every call of AWS that serving makes, by its name in AWS's API: the actions of IAM that allow it, and on what.
 * Policies are written from this table.
 */
export const SERVING_ACCESS = {
  /** The model of the public API on SageMaker: that endpoint alone. */
  InvokeEndpoint: { actions: ['sagemaker:InvokeEndpoint'], on: 'endpoint' },
  /** A bundle at an `s3:` address: that object alone. */
  GetObject: { actions: ['s3:GetObject'], on: 'bundle' },
  /** The log of the traffic where it is kept in a bucket: objects below its prefix. */
  PutObject: { actions: ['s3:PutObject'], on: 'requestLog' },
} as const;
