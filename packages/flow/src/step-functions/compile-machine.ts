import type { RegisterJobDefinitionRequest } from '@aws-sdk/client-batch';
import { definitionOf } from '../aws-batch/job-definition.ts';
import type { BatchSettings, CodePackage } from '../aws-batch/batch-settings.ts';
import { checkGraph } from '../define/lint.ts';
import type { FlowDefinition, RetryPolicy, StepDefinition } from '../define/step.ts';
import { FlowError } from '../errors.ts';
import { mapStates } from './map-states.ts';
import { lastStepOf, needsBegin, sequenceOf, type Sequence, type Stage } from './sequence.ts';
import { BEGIN, END, FAILED, stateTaskFormat } from './state-task.ts';
import { chained, type NamedState, type State, type StateGroup } from './states.ts';

export interface MachineOptions extends Pick<
  BatchSettings,
  'queue' | 'images' | 'jobRole' | 'entryArgs' | 'environment'
> {
  readonly code: CodePackage;
  /** Key of the plan in the store; see `putRunPlan`. */
  readonly plan: string;
  /** `s3://<bucket>/<prefix>`: the store, from which Maps read their items. */
  readonly datastore: string;
  /** Items of a for-each at the same time. Default 100. */
  readonly maxConcurrency?: number;
  /** A for-each of more items is a distributed Map: an execution for each. Default 40, the most that run at once inline. */
  readonly mostInline?: number;
  /** How long a job may wait for a machine. Default 6 hours. */
  readonly queueWaitS?: number;
  /** Of AWS: `aws`, `aws-cn` or `aws-us-gov`. Default `aws`. */
  readonly partition?: string;
  /** How often a job is begun whose machine is taken away, 1 to 10. Default 5. */
  readonly beginnings?: number;
  /** Of a step without a time limit. Default a day. */
  readonly longestJobS?: number;
}

/** A state machine as the Amazon States Language writes it. */
export interface StateMachineDefinition extends StateGroup {
  readonly Comment: string;
}

/** A flow compiled for AWS Step Functions. */
export interface CompiledMachine {
  /** Its name. */
  readonly flow: string;
  readonly definition: StateMachineDefinition;
  /** Job definitions of AWS Batch that it names; steps of one shape share one. */
  readonly jobDefinitions: readonly RegisterJobDefinitionRequest[];
}

const DEFAULT_MAX_CONCURRENCY = 100;
/** AWS runs no more iterations of an inline Map at once. */
const MOST_INLINE = 40;
const DEFAULT_QUEUE_WAIT_S = 6 * 60 * 60;
const DEFAULT_BEGINNINGS = 5;
const DEFAULT_LONGEST_JOB_S = 24 * 60 * 60;

/** What a step gets that asks for nothing, as in Metaflow: there is no machine of the run to do it on. */
const PLAIN_RESOURCES = { cpu: 1, memoryMb: 4096 } as const;

/** AWS takes state names of up to 80 characters; ours add a word to those of steps. */
const MOST_STEP_CHARACTERS = 60;

/** AWS Batch asks for fewer requests now and then, and says so by this error. */
const WHEN_BATCH_REFUSES = {
  ErrorEquals: ['Batch.AWSBatchException'],
  IntervalSeconds: 5,
  BackoffRate: 2,
  MaxAttempts: 10,
  MaxDelaySeconds: 300,
  JitterStrategy: 'FULL',
} as const;

const RUN_FAILED = 'run failed';
const FAILURE = 'failed';

const CATCH = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: RUN_FAILED }] as const;

/** One more try for what is no step of the user's: it is done again without harm. */
const OWN_RETRY: RetryPolicy = { retries: 3, backOffMs: 5000, factor: 2 };

/**
 * Compiles a flow: each task is a job of AWS Batch, a for-each a Map, branches are a Parallel. The name of an execution is
 * the id of its run.
 *
 * @throws GraphError, FlowError `long_step_name`, BatchError `batch_unknown_image`
 */
export function compileMachine(flow: FlowDefinition, options: MachineOptions): CompiledMachine {
  checkGraph(flow);
  checkNames(flow);
  const settings: BatchSettings = {
    beginnings: options.beginnings ?? DEFAULT_BEGINNINGS,
    longestJobS: options.longestJobS ?? DEFAULT_LONGEST_JOB_S,
    ...options,
    entryArgs: [...options.entryArgs, '--plan', 'Ref::plan'],
  };
  const jobDefinitions = new Map<string, RegisterJobDefinitionRequest>();
  const partition = options.partition ?? 'aws';

  const jobState = (step: StepDefinition, isItem: boolean): State => {
    const job = definitionOf({ ...step, resources: step.resources ?? PLAIN_RESOURCES }, settings);
    const { jobDefinitionName = '', timeout } = job;
    jobDefinitions.set(jobDefinitionName, job);
    const { url, sha256, system, entry } = options.code;
    // In an item of a distributed Map the execution is another one: the run's id comes with the item
    const run = isItem ? '$.run' : '$$.Execution.Name';
    const places = isItem ? `${run}, $.index` : run;
    return {
      Type: 'Task',
      Resource: `arn:${partition}:states:::batch:submitJob.sync`,
      Parameters: {
        JobName: `lf-${flow.name}-${step.name}`.slice(0, 128),
        JobQueue: options.queue,
        JobDefinition: jobDefinitionName,
        Parameters: {
          ...{ code: url, sha256, system, entry, plan: options.plan },
          'task.$': `States.Format('${stateTaskFormat(flow.name, step.name, isItem)}', ${places})`,
        },
        Tags: { 'lf:flow': flow.name, 'lf:step': step.name, 'lf:run.$': run },
      },
      TimeoutSeconds:
        (timeout?.attemptDurationSeconds ?? settings.longestJobS) +
        (options.queueWaitS ?? DEFAULT_QUEUE_WAIT_S),
      Retry: [WHEN_BATCH_REFUSES, ...retryOf(step.retry)],
    };
  };

  const stageStates = (stage: Stage, isTop: boolean): readonly NamedState[] => {
    const caught = isTop ? { Catch: CATCH } : {};
    if (stage.kind === 'parallel') {
      const names = stage.branches.map(firstName).join(', ');
      const branches = stage.branches.map((branch) => chained(statesOf(branch, false)));
      const state = { Type: 'Parallel', Branches: branches, ResultPath: null, ...caught };
      return [{ name: `beside ${names}`.slice(0, 80), state }];
    }
    const { step } = stage;
    if (step.kind !== 'for-each') {
      return [
        { name: step.name, state: { ...jobState(step, false), ResultPath: null, ...caught } },
      ];
    }
    return mapStates({
      flow: flow.name,
      step: step.name,
      item: { ...jobState(step, true), ResultPath: null, OutputPath: null, End: true },
      caught,
      partition,
      datastore: options.datastore,
      maxConcurrency: options.maxConcurrency ?? DEFAULT_MAX_CONCURRENCY,
      mostInline: options.mostInline ?? MOST_INLINE,
    });
  };
  const statesOf = (sequence: Sequence, isTop: boolean): readonly NamedState[] =>
    sequence.flatMap((stage) => stageStates(stage, isTop));
  const ownState = (name: string): State => ({
    ...jobState(ownStep(name), false),
    ResultPath: null,
    Catch: CATCH,
  });

  const { StartAt, States } = chained([
    ...(needsBegin(flow) ? [{ name: 'begin run', state: ownState(BEGIN) }] : []),
    ...statesOf(sequenceOf(flow), true),
    ...(lastStepOf(flow) === null ? [{ name: 'end run', state: ownState(END) }] : []),
  ]);
  const definition: StateMachineDefinition = {
    Comment: `flow ${flow.name}, compiled by lf create step-functions`,
    StartAt,
    States: {
      ...States,
      // Nobody else would write that the run has failed
      [RUN_FAILED]: {
        ...jobState(ownStep(FAILED), false),
        ResultPath: null,
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: FAILURE }],
        Next: FAILURE,
      },
      [FAILURE]: { Type: 'Fail', ErrorPath: '$.failure.Error', CausePath: '$.failure.Cause' },
    },
  };
  return { flow: flow.name, definition, jobDefinitions: [...jobDefinitions.values()] };
}

/** Step Functions waits for whole seconds, one at least. */
function retryOf({ retries, backOffMs, factor }: RetryPolicy): readonly State[] {
  if (retries === 0) return [];
  return [
    {
      ErrorEquals: ['States.TaskFailed', 'States.Timeout'],
      IntervalSeconds: Math.max(1, Math.ceil(backOffMs / 1000)),
      BackoffRate: Math.max(1, factor),
      MaxAttempts: retries,
    },
  ];
}

function firstName(branch: Sequence): string {
  const [first] = branch;
  if (first === undefined) return '';
  return first.kind === 'step' ? first.step.name : first.branches.map(firstName).join(', ');
}

/** A job that is of no step: it looks after the run's record. */
function ownStep(name: string): StepDefinition {
  return {
    ...{ name, kind: 'step', after: [], version: '1', retry: OWN_RETRY, timeoutMs: 15 * 60_000 },
    resources: null,
    run: () => Promise.reject(new Error(`${name} has no body`)),
  };
}

function checkNames({ name, steps }: FlowDefinition): void {
  const long = steps.find((step) => step.name.length > MOST_STEP_CHARACTERS);
  if (long === undefined) return;
  throw new FlowError(
    'long_step_name',
    `compiling flow ${name} for Step Functions: the step '${long.name}' has a name of ${long.name.length} characters; expected ${MOST_STEP_CHARACTERS} at most`,
  );
}
