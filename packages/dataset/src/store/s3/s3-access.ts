/** What a call of AWS's API needs: the actions of IAM that allow it, and on what. */
export interface S3Access {
  readonly actions: readonly string[];
  /** `objects`: everything below the store's prefix; `bucket`: the bucket itself. */
  readonly on: 'objects' | 'bucket';
}

/**
 * Every call of S3 that an `s3:` store makes, by its name in AWS's API, and what it needs: policies are written from
 * this table, and a test compares it with what the store asks a server for.
 *
 * Source: "Actions, resources, and condition keys for Amazon S3" in AWS's Service Authorization Reference.
 */
export const S3_ACCESS = {
  GetObject: { actions: ['s3:GetObject'], on: 'objects' },
  HeadObject: { actions: ['s3:GetObject'], on: 'objects' },
  PutObject: { actions: ['s3:PutObject'], on: 'objects' },
  DeleteObject: { actions: ['s3:DeleteObject'], on: 'objects' },
  // Without it S3 answers 403 instead of 404 about an object that is not there. A condition on s3:prefix would not do:
  // a GET of an object has none.
  ListObjectsV2: { actions: ['s3:ListBucket'], on: 'bucket' },
  CreateMultipartUpload: { actions: ['s3:PutObject'], on: 'objects' },
  UploadPart: { actions: ['s3:PutObject'], on: 'objects' },
  CompleteMultipartUpload: { actions: ['s3:PutObject'], on: 'objects' },
  AbortMultipartUpload: { actions: ['s3:AbortMultipartUpload'], on: 'objects' },
  ListMultipartUploads: { actions: ['s3:ListBucketMultipartUploads'], on: 'bucket' },
} as const satisfies Readonly<Record<string, S3Access>>;

/**
 * What the same calls need of a key of KMS where objects are encrypted with it. AWS's own key for S3 needs nothing.
 *
 * Source: "Using server-side encryption with AWS KMS keys" in the user guide of S3: parts are read to be put together.
 */
export const KMS_ACTIONS = ['kms:GenerateDataKey', 'kms:Decrypt'] as const;
