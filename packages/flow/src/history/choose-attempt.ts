import { FlowError } from '../errors.ts';
import { taskName } from '../store/layout.ts';
import type { AttemptView, RunView } from './show-run.ts';

/**
 * The attempt of a task that a question about it is answered from: the one whose result the run went on with, else the
 * newest that is finished, else the newest.
 *
 * @param task `step`, or `step/index` in a for-each
 * @param wanted the attempt that is asked for by its number
 * @throws FlowError `task_not_begun`, which lists the tasks that have begun, or the attempts of this one
 */
export function chooseAttempt(run: RunView, task: string, wanted?: number): AttemptView {
  const attempts = run.attempts.filter((each) => taskName(each) === task);
  const counts = run.tasks.find((each) => taskName(each) === task)?.attempt;
  const chosen =
    wanted === undefined
      ? (attempts.find(({ attempt }) => attempt === counts) ??
        attempts.findLast(({ status }) => status === 'finished') ??
        attempts.at(-1))
      : attempts.find(({ attempt }) => attempt === wanted);
  if (chosen !== undefined) return chosen;
  const known =
    attempts.length > 0
      ? `${task} has the attempts ${attempts.map(({ attempt }) => attempt).join(', ')}`
      : `these have begun: ${[...new Set(run.attempts.map(taskName))].join(', ') || 'none'}`;
  throw new FlowError(
    'task_not_begun',
    `looking for ${wanted === undefined ? '' : `attempt ${wanted} of `}${task} in run ${run.runId}: it never began; ${known}`,
  );
}
