export { intentFlow } from './intent/flow.ts';
export type { IntentParams } from './intent/params.ts';
export type { SourcePaths } from './sources.ts';
export { PipelineError, SettingsError } from './errors.ts';
