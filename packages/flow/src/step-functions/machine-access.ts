/** What a call of AWS's API needs: the actions of IAM that allow it, and on what. */
export interface MachineAccess {
  readonly actions: readonly string[];
  /**
   * `machines`, `executions`, `schedules`: those of our names; `machineRole`, `schedulerRole`: the roles that are handed
   * over; `jobRole`: that of the containers; `batchRule`: the rule by which Step Functions hears of the end of jobs;
   * `any`: IAM knows no narrower resource.
   */
  readonly on:
    | 'machines'
    | 'executions'
    | 'schedules'
    | 'machineRole'
    | 'schedulerRole'
    | 'jobRole'
    | 'jobQueue'
    | 'jobDefinitions'
    | 'jobs'
    | 'batchRule'
    | 'objects'
    | 'any';
}

/**
 * Every call of AWS that making, scheduling and starting a state machine makes, by its name in AWS's API, and what it needs:
 * policies are written from this table, and a test compares it with the code.
 *
 * Source: the Service Authorization Reference of Step Functions, EventBridge Scheduler and AWS Batch.
 */
export const MACHINE_ACCESS = {
  CreateStateMachine: { actions: ['states:CreateStateMachine'], on: 'machines' },
  UpdateStateMachine: { actions: ['states:UpdateStateMachine'], on: 'machines' },
  TagResource: { actions: ['states:TagResource'], on: 'machines' },
  StartExecution: { actions: ['states:StartExecution'], on: 'machines' },
  CreateSchedule: { actions: ['scheduler:CreateSchedule'], on: 'schedules' },
  UpdateSchedule: { actions: ['scheduler:UpdateSchedule'], on: 'schedules' },
  DeleteSchedule: { actions: ['scheduler:DeleteSchedule'], on: 'schedules' },
  DescribeJobDefinitions: { actions: ['batch:DescribeJobDefinitions'], on: 'any' },
  RegisterJobDefinition: { actions: ['batch:RegisterJobDefinition'], on: 'jobDefinitions' },
} as const satisfies Readonly<Record<string, MachineAccess>>;

/** What the same calls need besides: each role is handed to the one service that takes it. */
export const MACHINE_BESIDES = {
  machineRole: { actions: ['iam:PassRole'], on: 'machineRole' },
  schedulerRole: { actions: ['iam:PassRole'], on: 'schedulerRole' },
  jobRole: { actions: ['iam:PassRole'], on: 'jobRole' },
} as const satisfies Readonly<Record<string, MachineAccess>>;

/**
 * What the role of a state machine needs, by the integrations that its definition names; a test compares it with compiled
 * definitions. `.sync` makes AWS follow the job by a rule of EventBridge; a distributed Map starts executions of itself.
 *
 * Source: the developer guide of Step Functions, IAM policies of AWS Batch and of distributed Maps.
 */
export const MACHINE_ROLE_ACCESS = {
  'batch:submitJob.sync': { actions: ['batch:SubmitJob'], on: 'jobDefinitions' },
  'batch:submitJob.sync on its queue': { actions: ['batch:SubmitJob'], on: 'jobQueue' },
  'batch:submitJob.sync with tags': { actions: ['batch:TagResource'], on: 'jobs' },
  'batch:submitJob.sync stopped': { actions: ['batch:TerminateJob'], on: 'jobs' },
  'batch:submitJob.sync followed': { actions: ['batch:DescribeJobs'], on: 'any' },
  'batch:submitJob.sync heard of': {
    actions: ['events:DescribeRule', 'events:PutRule', 'events:PutTargets'],
    on: 'batchRule',
  },
  's3:getObject': { actions: ['s3:GetObject'], on: 'objects' },
  'aws-sdk:s3:getObject': { actions: ['s3:GetObject'], on: 'objects' },
  'distributed Map': { actions: ['states:StartExecution'], on: 'machines' },
  'distributed Map followed': {
    actions: ['states:DescribeExecution', 'states:StopExecution'],
    on: 'executions',
  },
} as const satisfies Readonly<Record<string, MachineAccess>>;

/** What the role of the schedule needs. */
export const SCHEDULER_ROLE_ACCESS = {
  StartExecution: { actions: ['states:StartExecution'], on: 'machines' },
} as const satisfies Readonly<Record<string, MachineAccess>>;
