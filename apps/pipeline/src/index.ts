export { intentFlow } from './flows/intent-flow.ts';
export type { IntentParams } from './params/intent-params.ts';
export type { SourcePaths } from './params/source-paths.ts';
export { PipelineError, SettingsError } from './errors.ts';

// What a flow of your own is made of: docs/add-a-flow.md
export { eventFlow, type ProcessRawData } from './flows/event-flow.ts';
export type { FlowEntry } from './flows/flow-table.ts';
export type { Answer, FlowFindings } from './report/page/answer.ts';
export type { ReportedRun } from './report/page/reported-run.ts';
export { runnableFlow, type FlowParts, type RunnableFlow } from './flows/runnable-flow.ts';
export { limitsOf, readRunParams, type ChosenModel } from './params/read-params.ts';
export type { ModelChange } from './params/changed-inputs.ts';
export type { ModelFlags, ResumeFlags, RunFlags } from './params/run-flags.ts';
export type { RunParams } from './params/run-params.ts';
export { builtInConfig } from './settings/built-in-config.ts';
export type { Settings } from './settings/load.ts';
export { transformEvents, type TransformedEvents } from './transform/transform-events.ts';
export type { StoredTables } from './upload/start.ts';
