import { readLogAt, type AttemptView, type FlowStore, type RunView } from '@lf/flow';

/** An attempt whose log is shown. */
export interface ShownLog {
  /** `step/attempt` or `step/index/attempt`; null where there is no attempt. */
  readonly attempt: string | null;
  readonly text: string | null;
}

/** The log that was asked for, else that of what runs or went wrong, else the last one that says something. */
export async function chosenLog(
  store: FlowStore,
  { attempts, tasks }: RunView,
  asked: string | null,
): Promise<ShownLog> {
  const read = async (attempt: AttemptView): Promise<ShownLog> => ({
    attempt: attemptName(attempt),
    text: await readLogAt(store, attempt.logKey),
  });
  const chosen =
    attempts.find((each) => attemptName(each) === asked) ??
    attempts.findLast(({ status }) => status === 'unfinished') ??
    attempts.findLast(({ status }) => status === 'failed');
  if (chosen !== undefined) return read(chosen);
  for (const { step } of tasks.toReversed()) {
    const last = attempts.findLast((each) => each.step === step);
    const log = last === undefined ? null : await read(last);
    if (log !== null && log.text !== null && log.text.trim() !== '') return log;
  }
  return { attempt: null, text: null };
}

/** How an attempt is called in addresses. */
export function attemptName({
  step,
  index,
  attempt,
}: {
  readonly step: string;
  readonly index: number | null;
  readonly attempt: number;
}): string {
  return [step, ...(index === null ? [] : [index]), attempt].join('/');
}
