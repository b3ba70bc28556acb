export { connectSageMaker, type SageMaker, type SageMakerOptions } from './sagemaker/connection.ts';
export type { AwsFault } from './sagemaker/aws-fault.ts';
export type { Autoscaling } from './sagemaker/autoscaling.ts';
export {
  deployToSageMaker,
  type DeployedToSageMaker,
  type DeployToSageMakerOptions,
  type ReadyEndpoint,
} from './sagemaker/deploy.ts';
export * from './sagemaker/errors.ts';
export type { FollowOptions } from './sagemaker/follow.ts';
export type {
  AsynchronousInference,
  Hosting,
  RollOut,
  SageMakerModel,
  Version,
} from './sagemaker/hosting.ts';
export { invokeSageMaker } from './sagemaker/invoke.ts';
export {
  askSageMakerAsync,
  invokeSageMakerAsync,
  requireAsynchronous,
  type AsyncRequest,
  type RequestObjects,
} from './sagemaker/invoke-async.ts';
export {
  findSageMakerChampion,
  listSageMakerEndpoints,
  type SageMakerEndpoint,
  type ServedInSageMaker,
} from './sagemaker/list.ts';
export { readSageMakerLog } from './sagemaker/log-tail.ts';
export {
  dismissSageMakerChallenger,
  promoteSageMakerChallenger,
  rollbackSageMakerEndpoint,
  stopSageMakerEndpoint,
  sweepSageMakerRun,
  type ManagedEndpoint,
} from './sagemaker/manage.ts';
export type { Thing } from './sagemaker/made-things.ts';
export type { Ownership } from './sagemaker/tags.ts';
export {
  SAGEMAKER_ACCESS,
  SAGEMAKER_BESIDES,
  type SageMakerAccess,
} from './sagemaker/sagemaker-access.ts';
export { SAGEMAKER_ROLE_ACCESS } from './sagemaker/role-access.ts';
export { SAGEMAKER_COLLECTION_ACCESS, SAGEMAKER_COST_ACCESS } from './collect/collection-access.ts';
export { removeSageMakerThing } from './collect/remove-thing.ts';
export { describeRunning, type RunningEndpoint, type RunningVariant } from './collect/running.ts';
export {
  surveySageMaker,
  type SageMakerSurvey,
  type SageMakerThing,
  type UsedBundle,
} from './collect/survey.ts';
export type { FollowJobOptions } from './training/follow-job.ts';
export { TRAINING_ACCESS, TRAINING_BESIDES } from './training/training-access.ts';
export { TrainingJobFailedError, TrainingJobStoppedError } from './training/training-errors.ts';
export {
  findTrainingJob,
  runTrainingJob,
  type RunTrainingJobOptions,
  type TrainingChannel,
  type TrainingJob,
  type TrainingJobState,
} from './training/training-job.ts';
export { TRANSFORM_ACCESS, TRANSFORM_BESIDES } from './transform/transform-access.ts';
export { TransformJobFailedError, TransformJobStoppedError } from './transform/transform-errors.ts';
export { runTransformJob, type TransformJob } from './transform/transform-job.ts';
