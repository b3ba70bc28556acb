export { flow } from './define/flow.ts';
export type { Flow, OutputsOf, StepType } from './define/flow.ts';
export type {
  CompletedRun,
  EndedRun,
  ExitHooks,
  FailureHook,
  SuccessHook,
  UnfinishedRun,
} from './define/hooks.ts';
export { lintGraph } from './define/lint.ts';
export type {
  FlowDefinition,
  Progress,
  RetryPolicy,
  StepContext,
  StepDefinition,
  StepResources,
  StepSettings,
} from './define/step.ts';
export * from './errors.ts';
export { findRun } from './history/find-run.ts';
export { keysInUse } from './history/keys-in-use.ts';
export { listRuns } from './history/list-runs.ts';
export { openRuns, type RunFilter, type RunReader, type Runs } from './history/open-runs.ts';
export { findPin, pinRun, unpinRun, type Pin } from './history/pins.ts';
export { removeRun, type RemoveRunOptions, type RunRemoval } from './history/remove-run.ts';
export { readRunNotes, writeRunNotes } from './history/run-notes.ts';
export type { RunNotes, VersionedNotes } from './history/run-notes.ts';
export { readLog, readLogAt, showRun } from './history/show-run.ts';
export type { AttemptView, RunView } from './history/show-run.ts';
export { surveyRuns, type RunHolder, type SurveyedRun } from './history/survey-runs.ts';
export { stopRun } from './history/stop-run.ts';
export {
  containerLauncher,
  type AttemptContainer,
  type ContainerLauncherOptions,
  type ContainerRunner,
} from './remote/container-launcher.ts';
export { superviseTask, type SuperviseOptions } from './remote/supervise-task.ts';
export { taskCommand } from './run/command.ts';
export type { TaskCommand } from './run/command.ts';
export { formatEvent } from './run/events.ts';
export type { RunEvent } from './run/events.ts';
export type { Launcher, LaunchOptions } from './run/launcher.ts';
export { findLeftScratch } from './run/left-scratch.ts';
export type { RunRecord, RunStatus, TaskSummary } from './run/record.ts';
export { describeRerun } from './run/describe-rerun.ts';
export { rerunTask, type Rerun, type RerunOptions } from './run/rerun-task.ts';
export type { ArtifactComparison, OutputsComparison } from './run/compare-outputs.ts';
export { newRunId, resumeRun, resumeRunIn, runFlow, runFlowIn } from './run/run-flow.ts';
export type {
  ExecutionOptions,
  MachineOptions,
  ResumeOptions,
  RunOptions,
  RunSummary,
} from './run/run-flow.ts';
export type {
  Attempt,
  AttemptEnd,
  AttemptOptions,
  AttemptUnderWay,
  ProcessIdentity,
  World,
} from './run/world.ts';
export { isArtifactRef } from './store/artifact.ts';
export type { ArtifactRef, JsonArtifact } from './store/artifact.ts';
export { fileStore } from './store/file-store.ts';
export type { Storable } from './store/json.ts';
export type { FlowStore } from './store/store.ts';
export { describeError } from './task/message.ts';
export { performTask, type PerformOptions } from './task/perform-task.ts';
export type { TaskSpec } from './task/task.ts';
export { runTask, SCRATCH_VARIABLE } from './task/run-task.ts';
