export type { FakeEndpoint, FakeTraining, Train, TrainingOutcome } from './sagemaker/account.ts';
export type { ContainerPlace } from './sagemaker/container.ts';
export { startFakeSageMaker, type FakeSageMaker, type Fault } from './sagemaker/fake-sagemaker.ts';
export { TrainingMachines } from './sagemaker/training-machines.ts';
