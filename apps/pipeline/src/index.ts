export { intentFlow } from './flows/intent-flow.ts';
export type { IntentParams } from './params/intent-params.ts';
export type { SourcePaths } from './params/source-paths.ts';
export { PipelineError, SettingsError } from './errors.ts';
