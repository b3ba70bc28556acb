import type { RegisterJobDefinitionRequest } from '@aws-sdk/client-batch';
import { createHash } from 'node:crypto';
import type { StepDefinition } from '../define/step.ts';
import { canonicalJson } from '../store/json.ts';
import type { RunAddress } from '../store/layout.ts';
import type { BatchCalls } from './batch-calls.ts';
import { BatchError } from './batch-errors.ts';
import type { BatchSettings } from './batch-settings.ts';
import { BOOTSTRAP } from './bootstrap.ts';

/** Names that {@link definitionOf} gives. */
export const DEFINITION_NAME = /^lf_[0-9a-f]{40}$/;

/** Keys of the tags of a definition: which run registered it, for all of its shape. */
export const DEFINITION_TAGS = { flow: 'lf:flow', run: 'lf:run' } as const;

/** AWS allows no shorter one. */
const SHORTEST_TIMEOUT_S = 60;

/** The step's own limit ends it in order; the job's, so much later, is for a machine that does not answer. */
const TIMEOUT_MARGIN_S = 300;

/**
 * What the jobs of a step have in common; steps of one shape share it. All that differs comes by parameters, so a submit is
 * small however long the command is.
 *
 * @throws BatchError `batch_unknown_image`
 */
export function definitionOf(
  step: StepDefinition,
  settings: BatchSettings,
): RegisterJobDefinitionRequest {
  const {
    cpu,
    memoryMb,
    gpu = 0,
    image: name = 'base',
  } = step.resources ?? { cpu: 1, memoryMb: 1024 };
  const image = settings.images[name];
  if (image === undefined) {
    const known = Object.keys(settings.images).join(', ');
    throw new BatchError(
      'batch_unknown_image',
      `Launching ${step.name} in the image ${name}`,
      `known: ${known}`,
    );
  }
  const limitS =
    step.timeoutMs === null
      ? settings.longestJobS
      : Math.max(SHORTEST_TIMEOUT_S, Math.ceil(step.timeoutMs / 1000) + TIMEOUT_MARGIN_S);
  const shape = {
    type: 'container',
    containerProperties: {
      image,
      command: [
        ...['node', '--input-type=module', '-e', BOOTSTRAP, '--'],
        ...['Ref::code', 'Ref::sha256', 'Ref::system', 'Ref::entry'],
        ...[...settings.entryArgs, '--task', 'Ref::task'],
      ],
      ...(settings.jobRole !== undefined && { jobRoleArn: settings.jobRole }),
      resourceRequirements: [
        { type: 'VCPU', value: String(cpu) },
        { type: 'MEMORY', value: String(memoryMb) },
        ...(gpu > 0 ? [{ type: 'GPU', value: String(gpu) } as const] : []),
      ],
      environment: Object.entries(settings.environment)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => ({ name: key, value })),
      // Someone has to pass signals on and to bury what a killed step leaves.
      linuxParameters: { initProcessEnabled: true },
    },
    retryStrategy: {
      attempts: settings.beginnings,
      evaluateOnExit: [
        { onStatusReason: 'Host EC2*', action: 'RETRY' },
        { onReason: '*', action: 'EXIT' },
      ],
    },
    timeout: { attemptDurationSeconds: limitS },
    propagateTags: true,
  } as const satisfies Omit<RegisterJobDefinitionRequest, 'jobDefinitionName'>;
  const digest = createHash('sha256').update(canonicalJson(shape, 'definition')).digest('hex');
  return { jobDefinitionName: `lf_${digest.slice(0, 40)}`, ...shape };
}

/** ARNs of definitions, each looked for or registered once. */
interface DefinitionBook {
  /** @param owner who registers it if nobody has, and is in its tags: a run, or the state machine of a flow */
  arnOf(
    definition: RegisterJobDefinitionRequest,
    owner: RunAddress | { readonly flow: string; readonly runId?: never },
  ): Promise<string>;
  /** Looks again at the next question: somebody has deregistered it meanwhile. */
  forget(definition: RegisterJobDefinitionRequest): void;
}

export function definitionBook(calls: () => Promise<BatchCalls>): DefinitionBook {
  const known = new Map<string, Promise<string>>();
  return {
    arnOf(definition, { flow, runId }) {
      const name = definition.jobDefinitionName ?? '';
      const found = known.get(name);
      if (found !== undefined) return found;
      const tags = {
        [DEFINITION_TAGS.flow]: flow,
        ...(runId !== undefined && { [DEFINITION_TAGS.run]: runId }),
      };
      const arn = calls().then(
        async (batch) =>
          (await batch.findDefinition(name)) ??
          (await batch.registerDefinition({ ...definition, tags })),
      );
      known.set(name, arn);
      // What failed once may succeed at the next try.
      arn.catch(() => known.delete(name));
      return arn;
    },
    forget: (definition) => void known.delete(definition.jobDefinitionName ?? ''),
  };
}
