import { KMS_ACTIONS, S3_ACCESS } from '@lf/dataset';
import {
  SAGEMAKER_ACCESS,
  SAGEMAKER_BESIDES,
  SAGEMAKER_COLLECTION_ACCESS,
  SAGEMAKER_COST_ACCESS,
  SAGEMAKER_ROLE_ACCESS,
  TRAINING_ACCESS,
  TRAINING_BESIDES,
  TRANSFORM_ACCESS,
  TRANSFORM_BESIDES,
} from '@lf/deploy/sagemaker';
import { BATCH_ACCESS, BATCH_BESIDES, BATCH_COLLECTION_ACCESS } from '@lf/flow/aws-batch';
import {
  MACHINE_ACCESS,
  MACHINE_BESIDES,
  MACHINE_ROLE_ACCESS,
  SCHEDULER_ROLE_ACCESS,
} from '@lf/flow/step-functions';
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
  deploy: [
    ...[S3_ACCESS, ENCRYPTED, SAGEMAKER_ACCESS, SAGEMAKER_BESIDES],
    ...[TRANSFORM_ACCESS, TRANSFORM_BESIDES],
  ],
  train: [S3_ACCESS, ENCRYPTED, TRAINING_ACCESS, TRAINING_BESIDES],
  schedule: [S3_ACCESS, ENCRYPTED, MACHINE_ACCESS, MACHINE_BESIDES],
  // Of the roles that AWS takes on: of SageMaker's containers, of the state machine, and of its schedule
  sagemaker: [S3_ACCESS, SAGEMAKER_ROLE_ACCESS],
  machine: [MACHINE_ROLE_ACCESS, ENCRYPTED],
  scheduler: [SCHEDULER_ROLE_ACCESS],
  serve: [SERVING_ACCESS, ENCRYPTED],
  gc: [S3_ACCESS, ENCRYPTED, SAGEMAKER_COLLECTION_ACCESS, BATCH_COLLECTION_ACCESS],
  cost: [SAGEMAKER_COST_ACCESS],
};
