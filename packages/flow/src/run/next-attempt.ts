import type { StepDefinition } from '../define/step.ts';
import { digestOfJson } from '../store/json.ts';
import { ATTEMPT_FILES, attemptPrefix } from '../store/layout.ts';
import { readTaskSpec } from '../task/task.ts';
import type { TaskSpec } from '../task/task.ts';
import type { Execution } from './execution.ts';

/**
 * The number of the attempt that is made next: a new one, or the last one if it goes on elsewhere, such as on AWS Batch,
 * although the process that began it is gone. One that is not what is wanted now is ended first.
 *
 * @param of.isWanted whether the task may be taken over at all; a step that is to be done again may not
 */
export async function nextAttempt(
  { store, world }: Execution,
  step: StepDefinition,
  task: Omit<TaskSpec, 'attempt'>,
  { last, isWanted }: { readonly last: number; readonly isWanted: boolean },
): Promise<number> {
  const next = last + 1;
  if (last === 0 || world.findUnderWay === undefined) return next;
  const key = `${attemptPrefix(task, last)}${ATTEMPT_FILES.task}`;
  if (!(await store.exists(key))) return next;
  const earlier = await readTaskSpec(store, key);
  const underWay = await world.findUnderWay(store, earlier, step);
  if (underWay === null) return next;
  const wanted = { ...task, attempt: last };
  if (isWanted && digestOfJson(earlier, 'task') === digestOfJson(wanted, 'task')) return last;
  await underWay.cancel();
  return next;
}
