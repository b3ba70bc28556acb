import { formatEvent, type Progress, type RunEvent } from '@lf/flow';
import pc from 'picocolors';
import { describeProgress, liveLine, type UnderWay } from './live-line.ts';
import type { OutputFlags } from './output-flags.ts';
import { printJsonLine } from './print.ts';
import { withoutSystemCodes } from './system-fault.ts';
import { printable, printableLines } from './printable.ts';

/** Shows a run as it happens. */
export interface RunPrinter {
  readonly onEvent: (event: RunEvent) => void;
  /** Clears what is drawn in place; call it before printing anything else. */
  end(): void;
}

/** A redraw, or a line of JSON on the same task, more often than this only costs time. */
const REDRAW_MS = 100;

/**
 * Prints a line an event. On a terminal one line more shows all tasks under way, drawn in place; elsewhere, or with
 * `plain`, progress is printed at every tenth of the way. With `jsonLines` each event is a line of JSON, on the standard
 * output; with `json` or `quiet` only what the result does not tell is printed: a hook that failed.
 */
export function createRunPrinter({ json, jsonLines, quiet, plain }: OutputFlags): RunPrinter {
  if (jsonLines === true) return { onEvent: jsonPrinter(), end: () => undefined };
  if (json === true || quiet === true) return { onEvent: printFailedHook, end: () => undefined };
  const { stderr } = process;
  const inPlace = stderr.isTTY && plain !== true && process.env['TERM'] !== 'dumb';
  let isDrawn = false;
  let drawnAt = 0;
  const tenths = new Map<string, number>();
  let lastLine = '';
  const underWay = new Map<string, UnderWay>();
  const clear = () => {
    if (isDrawn) stderr.write('\r\u001b[2K');
    isDrawn = false;
  };
  const draw = (task: string, progress: Progress) => {
    const now = performance.now();
    const before = underWay.get(task);
    const isSameWork =
      before?.progress.unit === progress.unit &&
      before?.progress.total === progress.total &&
      before !== undefined &&
      progress.done >= before.progress.done;
    underWay.set(task, {
      task,
      progress,
      since: isSameWork ? before.since : { ms: now, done: progress.done },
    });
    if (now - drawnAt < REDRAW_MS) return;
    drawnAt = now;
    const line = liveLine([...underWay.values()], { nowMs: now, columns: stderr.columns });
    stderr.write(`\r\u001b[2K${pc.dim(printable(line).slice(0, stderr.columns - 1))}`);
    isDrawn = true;
  };
  const printTenth = (task: string, progress: Progress) => {
    if (progress.total === undefined || progress.total <= 0) return;
    const tenth = Math.floor((10 * progress.done) / progress.total);
    const key = `${task} ${progress.unit ?? ''}`;
    if (tenth <= (tenths.get(key) ?? 0)) return;
    tenths.set(key, tenth);
    // What the step has just said needs no second line
    if (progress.message !== undefined && lastLine === `[${task}] ${progress.message}`) return;
    stderr.write(`${printable(`[${task}] ${describeProgress(progress)}`)}\n`);
  };
  return {
    onEvent(event) {
      if (event.type === 'task_progress') {
        (inPlace ? draw : printTenth)(event.task, event.progress);
        return;
      }
      if (
        event.type === 'task_finished' ||
        event.type === 'task_failed' ||
        event.type === 'task_retried'
      ) {
        underWay.delete(event.task);
      }
      const line = lineOf(event);
      if (line === null) return;
      lastLine = event.type === 'task_log' ? `[${event.task}] ${event.line}` : '';
      clear();
      stderr.write(`${line}\n`);
    },
    end: clear,
  };
}

/** Every event, as the flow tells it; of progress no more than a program can use. */
function jsonPrinter(): RunPrinter['onEvent'] {
  const toldAt = new Map<string, number>();
  return (event) => {
    if (event.type === 'task_progress') {
      const { task, progress } = event;
      const now = performance.now();
      const isLast = progress.done === progress.total;
      if (!isLast && now - (toldAt.get(task) ?? -Infinity) < REDRAW_MS) return;
      toldAt.set(task, now);
    }
    printJsonLine(event);
  };
}

function printFailedHook(event: RunEvent): void {
  if (event.type === 'hook_failed') process.stderr.write(`${lineOf(event) ?? ''}\n`);
}

/** What people read of an event; steps print what is in the data, and only our own colours reach the terminal. */
function lineOf(event: RunEvent): string | null {
  // Why a task failed stands in the error that ends the run
  const line = event.type === 'task_failed' ? `[${event.task}] failed` : formatEvent(event);
  return line === null ? null : colour(event, printableLines(withoutSystemCodes(line)));
}

function colour(event: RunEvent, line: string): string {
  switch (event.type) {
    case 'task_failed':
    case 'task_retried':
      return pc.red(line);
    case 'task_finished':
      return pc.green(line);
    case 'task_started':
    case 'task_reused':
      return pc.dim(line);
    default:
      return line;
  }
}
