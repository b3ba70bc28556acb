import { requireWritable } from '@lf/dataset';
import type { CodePackage } from '@lf/flow/aws-batch';
import {
  compileMachine,
  deployMachine,
  openMachineCalls,
  putRunPlan,
  runPlanKey,
  type CompiledMachine,
  type DeployedMachine,
  type RunPlan,
} from '@lf/flow/step-functions';
import { carriedFlows } from '../batch/batch-steps.ts';
import { modulesOf, type FlowEntry } from '../flows/flow-table.ts';
import type { RunFlags } from '../params/run-flags.ts';
import type { RunParams } from '../params/run-params.ts';
import type { CliContext } from '../settings/context.ts';
import { sizedForTransform } from '../params/transform-params.ts';
import { uploadSources } from '../upload/upload-sources.ts';
import { scheduledPlace, type MachinePlace } from './machine-place.ts';
import { scheduleExpression, timezoneNamed } from './schedule-expression.ts';
import { lfCommand } from '../terminal/lf-command.ts';

/** Flags of `lf create step-functions <flow>`. */
export interface CreateFlags extends RunFlags {
  /** An expression, or `off`. */
  readonly schedule?: string;
  readonly timezone: string;
  readonly dryRun?: boolean;
}

/** A flow as a state machine, before or after it is in AWS. */
export interface CreatedMachine extends CompiledMachine {
  readonly place: MachinePlace;
  /** Key of the plan in the datastore. */
  readonly plan: string;
  /** Null: it was only compiled. */
  readonly deployed: DeployedMachine | null;
  /** Null: none was asked for. */
  readonly schedule: { readonly expression: string; readonly timezone: string } | null;
}

/** What a dry run knows of the code package: making it takes the datastore. */
const NO_CODE: Pick<CodePackage, 'sha256'> = { sha256: '<sha256 of the code package>' };

/**
 * Compiles a flow and puts it into AWS, with all that its runs need; a dry run asks nothing of AWS and writes nothing.
 *
 * @throws SettingsError, PipelineError, GraphError, MachineError, BatchError
 */
export async function createMachine(
  context: CliContext,
  { definition: flow, load }: FlowEntry,
  flags: CreateFlags,
  say: (line: string) => void,
): Promise<CreatedMachine> {
  const { settings, store } = context;
  const isOff = flags.schedule === 'off';
  const schedule =
    flags.schedule === undefined || isOff
      ? null
      : {
          expression: scheduleExpression(flags.schedule),
          timezone: timezoneNamed(flags.timezone),
        };
  const { jobs, schedulerRole, ...place } = scheduledPlace(context, flow.name, {
    isScheduled: schedule !== null,
  });
  const params = await (await load()).params(settings, flags);
  tellWhatDiffers(params, say);
  const plan: RunPlan = {
    flow: flow.name,
    params: { ...params, ...(hasFiles(params) && { isStored: true }) },
    tags: flags.tag ?? [],
  };
  const sized = {
    ...flow,
    steps: flow.steps.map((step) => sizedForTransform(step, settings)),
  };
  const compiledWith = (code: CodePackage): CompiledMachine =>
    compileMachine(sized, {
      ...{ queue: jobs.queue, jobRole: jobs.jobRole, images: jobs.images },
      environment: jobs.environment,
      entryArgs: ['advance', '--datastore', store.url],
      ...{ code, plan: runPlanKey(plan), datastore: store.url, partition: place.partition },
      ...(flags.maxWorkers !== undefined && { maxConcurrency: flags.maxWorkers }),
    });
  const made = { place, plan: runPlanKey(plan), schedule };
  if (flags.dryRun === true) {
    const url = `${store.url.replace(/\/$/, '')}/code/<digest>.tar.gz`;
    const code = {
      ...NO_CODE,
      url,
      system: 'linux-x64',
      entry: 'node_modules/@lf/pipeline/dist/main.js',
    };
    return { ...compiledWith(code), ...made, deployed: null };
  }
  const flows = await carriedFlows(modulesOf(flow.name, context.environment), say);
  await requireWritable(store);
  const { putCodePackage } = await import('../batch/code-package.ts');
  const compiled = compiledWith(await putCodePackage(store, say, flows));
  if (hasFiles(params)) await uploadSources({ ...params, store, log: say });
  await putRunPlan(store, plan);
  const calls = await openMachineCalls();
  try {
    const deployed = await deployMachine(calls, compiled, {
      ...{ arn: place.arn, name: place.name, role: place.role },
      tags: { 'lf:flow': flow.name },
      schedule: isOff
        ? place.name
        : (schedule ?? undefined) && {
            ...{ name: place.name, machineArn: place.arn, role: schedulerRole },
            ...{ expression: schedule?.expression ?? '', timezone: schedule?.timezone ?? '' },
          },
    });
    return { ...compiled, ...made, deployed };
  } finally {
    calls.close();
  }
}

/** Containers have none of this machine's files: such tables are stored now, and each run reads what is stored then. */
const hasFiles = ({ sources }: RunParams): boolean => sources.browsing_train !== null;

function tellWhatDiffers(params: RunParams, say: (line: string) => void): void {
  if (hasFiles(params)) {
    say(
      `each run reads what datasets/${params.dataset} holds then; ${lfCommand('upload')} renews it`,
    );
  }
  if (params.sageMaker === null) {
    say(
      'note: the step deploy serves in its own container, which ends with it; the model stays in the datastore. To serve it in SageMaker set IAM_SAGEMAKER_ROLE, DOCKER_IMAGE and SAGEMAKER_INSTANCE',
    );
  }
}
