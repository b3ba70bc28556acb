import { checkGraph } from '../define/lint.ts';
import type { FlowDefinition, StepDefinition } from '../define/step.ts';
import { FlowError } from '../errors.ts';
import { canonicalJson, isRecord } from '../store/json.ts';
import { makeContext } from './context.ts';
import type { ContextParts } from './context.ts';
import { watchParams } from './params-read.ts';
import { inputsDigestOf, readTaskSpec, writeTaskResult } from './task.ts';
import type { TaskSpec } from './task.ts';

export interface PerformOptions extends Pick<ContextParts, 'store' | 'workDir' | 'print' | 'send'> {
  /** The flows that this program knows. */
  readonly flows: readonly FlowDefinition[];
  /** Key of the task in the store. */
  readonly task: string;
}

/** Does one attempt of a task in this process: runs the step's body and commits what it returns. */
export async function performTask(options: PerformOptions): Promise<void> {
  const { flows, store, task, workDir, print, send } = options;
  const spec = await readTaskSpec(store, task);
  const step = findStep(flows, spec);
  const { params, reads } = watchParams(spec.params);
  const outputs = await step.run(makeContext({ store, spec, params, workDir, print, send }));
  if (!isRecord(outputs)) {
    throw new FlowError(
      'bad_outputs',
      `ending step ${spec.step}: expected an object of named outputs, got ${canonicalJson(outputs ?? null, 'outputs')}`,
    );
  }
  canonicalJson(outputs, 'outputs');
  await writeTaskResult(store, spec, {
    version: step.version,
    inputsDigest: inputsDigestOf(spec),
    ...reads(),
    outputs,
  });
}

/** @throws GraphError, FlowError `unknown_step` */
export function findStep(flows: readonly FlowDefinition[], spec: TaskSpec): StepDefinition {
  const flow = flows.find(({ name }) => name === spec.flow);
  if (flow !== undefined) checkGraph(flow);
  const step = flow?.steps.find(({ name }) => name === spec.step);
  if (step !== undefined) return step;
  const known = flows.flatMap(({ name, steps }) => steps.map((each) => `${name}/${each.name}`));
  throw new FlowError(
    'unknown_step',
    `running a task of ${spec.flow}/${spec.step}: this program has no such step; it has ${known.join(', ')}`,
  );
}
