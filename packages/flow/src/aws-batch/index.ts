export {
  BATCH_ACCESS,
  BATCH_BESIDES,
  BATCH_COLLECTION_ACCESS,
  type BatchAccess,
} from './batch-access.ts';
export { batchLauncher } from './batch-launcher.ts';
export type { BatchLauncherOptions } from './batch-launcher.ts';
export type { CodePackage } from './batch-settings.ts';
export { BatchError } from './batch-errors.ts';
export type { BatchFault } from './batch-errors.ts';
export type { WatchPace } from './job-watch.ts';
export { openDefinitionCollection } from './definition-collection.ts';
export type { DefinitionCollection, RegisteredDefinition } from './definition-collection.ts';
