export { intentFlow } from './intent/intent-flow.ts';
export type { IntentParams } from './intent/intent-params.ts';
export type { SourcePaths } from './sources/source-paths.ts';
export { PipelineError, SettingsError } from './errors.ts';
