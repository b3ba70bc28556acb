import { KMS_ACTIONS, S3_ACCESS } from '@lf/dataset';
import {
  SAGEMAKER_ACCESS,
  SAGEMAKER_BESIDES,
  SAGEMAKER_COLLECTION_ACCESS,
  SAGEMAKER_COST_ACCESS,
} from '@lf/deploy/sagemaker';
import { BATCH_ACCESS, BATCH_BESIDES, BATCH_COLLECTION_ACCESS } from '@lf/flow/aws-batch';
import { SERVING_ACCESS } from '@lf/serving';
import type { Places } from './places.ts';

/** A call of AWS and what it needs, as each package declares its own. */
export interface Access {
  readonly actions: readonly string[];
  readonly on: keyof Places;
}

type AccessTable = Readonly<Record<string, Access>>;

/** What an object in S3 needs besides, where a key of KMS encrypts it. */
const ENCRYPTED: AccessTable = { encrypted: { actions: KMS_ACTIONS, on: 'key' } };

/** What people ask policies for, and the tables of the packages whose calls are made then. */
export const ACCESS_TABLES: Readonly<Record<string, readonly AccessTable[]>> = {
  run: [S3_ACCESS, ENCRYPTED],
  batch: [S3_ACCESS, ENCRYPTED, BATCH_ACCESS, BATCH_BESIDES],
  deploy: [S3_ACCESS, ENCRYPTED, SAGEMAKER_ACCESS, SAGEMAKER_BESIDES],
  serve: [SERVING_ACCESS, ENCRYPTED],
  gc: [S3_ACCESS, ENCRYPTED, SAGEMAKER_COLLECTION_ACCESS, BATCH_COLLECTION_ACCESS],
  cost: [SAGEMAKER_COST_ACCESS],
};
