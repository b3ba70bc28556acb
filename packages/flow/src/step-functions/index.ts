export { advanceRun, type Advanced, type AdvanceOptions } from './advance-run.ts';
export { compileMachine } from './compile-machine.ts';
export type { CompiledMachine, MachineOptions, StateMachineDefinition } from './compile-machine.ts';
export { deployMachine, openMachineCalls, type DeployedMachine } from './deploy-machine.ts';
export type { OwnJob } from './job-attempt.ts';
export {
  MACHINE_ACCESS,
  MACHINE_BESIDES,
  MACHINE_ROLE_ACCESS,
  SCHEDULER_ROLE_ACCESS,
  type MachineAccess,
} from './machine-access.ts';
export type { Machine, MachineCalls, Schedule } from './machine-calls.ts';
export { MachineError, type MachineFault } from './machine-errors.ts';
export { putRunPlan, runPlanKey, type RunPlan } from './run-plan.ts';
