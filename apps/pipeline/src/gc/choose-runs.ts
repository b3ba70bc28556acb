import type { SurveyedRun } from '@lf/flow';
import { MS_PER_DAY, MS_PER_HOUR, type GcOptions } from './options.ts';

/** What becomes of a run, and why. */
export interface RunChoice {
  readonly run: SurveyedRun;
  readonly goes: boolean;
  readonly why: string;
  /** Its lock is of a process that is gone, though that cannot be seen from here. */
  readonly breaksLock: boolean;
}

/**
 * Says of each run whether it goes. One that anything speaks for stays; without a rule none goes.
 *
 * @param of.served why a run's model is needed, by run id
 */
export function chooseRuns(
  runs: readonly SurveyedRun[],
  of: {
    readonly options: GcOptions;
    readonly served: ReadonlyMap<string, string>;
    readonly nowMs: number;
  },
): readonly RunChoice[] {
  const { options, served, nowMs } = of;
  const since = oldestKept(runs, options.keepLast);
  return runs.map((run): RunChoice => {
    const stays = (why: string): RunChoice => ({ run, goes: false, why, breaksLock: false });
    const { record, pin } = run;
    const holders = livingHolders(run, options);
    const breaksLock = holders.length < run.holders.length;
    const [holder] = holders;
    if (record === 'none') {
      // A run's record follows its lock at once: where none came, a process was killed as it removed the run
      const isOld = (since: string): boolean =>
        Date.parse(since) < nowMs - options.graceHours * MS_PER_HOUR;
      const young = holders.find((each) => each === null || !isOld(each.since));
      if (young !== undefined) return stays(`begins, or is being removed: ${heldBy(young)}`);
      const isHeld = run.holders.length > 0;
      return { run, goes: true, why: 'left of a run that was removed', breaksLock: isHeld };
    }
    if (holders.length > 0) return stays(`under way: ${heldBy(holder)}`);
    if (pin !== null) return stays(`pinned${pin.reason === null ? '' : ` (${pin.reason})`}`);
    if (record === 'damaged') return stays('its record cannot be read');
    const use = served.get(run.runId);
    if (use !== undefined) return stays(use);
    const tag = options.keepTags.find((each) => record.tags.includes(each));
    if (tag !== undefined) return stays(`tagged ${tag}`);
    if (options.keepLast === null && options.keepDays === null) {
      return stays('neither --keep-last nor --keep-days was given');
    }
    const createdMs = Date.parse(record.createdAt);
    const ageDays = (nowMs - createdMs) / MS_PER_DAY;
    // A time that cannot be read is no age
    if (options.keepDays !== null && !(ageDays >= options.keepDays)) {
      return stays(`younger than ${options.keepDays} days`);
    }
    const oldest = since.get(run.flow);
    if (options.keepLast !== null && (oldest === undefined || !(createdMs < oldest))) {
      return stays(`of the last ${options.keepLast} of ${run.flow}, or newer`);
    }
    const why = `${Math.floor(ageDays)} days old and nothing needs it`;
    return { run, goes: true, why, breaksLock };
  });
}

/** Who has a run, but for processes of hosts that are gone for good. */
export function livingHolders(
  { holders }: Pick<SurveyedRun, 'holders'>,
  { goneHosts }: Pick<GcOptions, 'goneHosts'>,
): SurveyedRun['holders'] {
  return holders.filter((each) => each === null || !goneHosts.includes(each.host));
}

/** When the oldest of the last completed runs of each flow began; absent where there are fewer. */
function oldestKept(
  runs: readonly SurveyedRun[],
  keepLast: number | null,
): ReadonlyMap<string, number> {
  const times = new Map<string, number[]>();
  for (const { flow, record } of runs) {
    if (typeof record === 'string' || record.status !== 'completed') continue;
    times.set(flow, [...(times.get(flow) ?? []), Date.parse(record.createdAt)]);
  }
  const oldest = new Map<string, number>();
  for (const [flow, each] of times) {
    const last = each.sort((a, b) => b - a)[(keepLast ?? 0) - 1];
    if (last !== undefined) oldest.set(flow, last);
    else if (keepLast === 0) oldest.set(flow, Infinity);
  }
  return oldest;
}

function heldBy(holder: SurveyedRun['holders'][number] | undefined): string {
  return holder === null || holder === undefined
    ? 'its lock cannot be read'
    : `process ${holder.pid} on ${holder.host} has it since ${holder.since}`;
}
