import type { Progress } from '@lf/flow';

/** A task and how far it is. */
export interface UnderWay {
  readonly task: string;
  readonly progress: Progress;
  /** When the first progress of this work came, and how much was done then. */
  readonly since: { readonly ms: number; readonly done: number };
}

/** What is shorter is over before it is read, and too little was seen to tell it. */
const WORTH_TELLING_MS = 5_000;

/** One line of every task under way, the longest-running first, no wider than the terminal. */
export function liveLine(
  tasks: readonly UnderWay[],
  { nowMs, columns }: { readonly nowMs: number; readonly columns: number },
): string {
  const parts = tasks.map(({ task, progress, since }) => {
    const leftMs = timeLeftMs({ progress, since }, nowMs);
    const left = leftMs === undefined ? '' : `, ${inWords(leftMs)} left`;
    return `[${task}] ${describeProgress(progress)}${left}`;
  });
  const line = parts.join(' · ');
  // The last column stays free: a full line makes some terminals scroll
  const most = Math.max(1, columns - 1);
  return line.length <= most ? line : `${line.slice(0, most - 1)}…`;
}

/** Such as `1,200/4,800 MB reading browsing_train`. */
export function describeProgress({ done, total, unit = '', message }: Progress): string {
  const count =
    total === undefined
      ? done.toLocaleString('en')
      : `${done.toLocaleString('en')}/${total.toLocaleString('en')}`;
  return [count, unit, message].filter((part) => part !== undefined && part !== '').join(' ');
}

/** How long the rest takes at the speed so far; undefined where that says nothing yet, or is soon over. */
export function timeLeftMs(
  { progress: { done, total }, since }: Pick<UnderWay, 'progress' | 'since'>,
  nowMs: number,
): number | undefined {
  const elapsedMs = nowMs - since.ms;
  const advanced = done - since.done;
  if (total === undefined || advanced <= 0 || elapsedMs < WORTH_TELLING_MS) return undefined;
  const leftMs = (elapsedMs * (total - done)) / advanced;
  return leftMs < WORTH_TELLING_MS ? undefined : leftMs;
}

function inWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}
