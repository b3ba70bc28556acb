import { formatEvent, type Progress, type RunEvent } from '@lf/flow';
import pc from 'picocolors';
import { withoutSystemCodes } from './system-fault.ts';
import { printable, printableLines } from './printable.ts';

/** Shows a run as it happens. */
export interface RunPrinter {
  readonly onEvent: (event: RunEvent) => void;
  /** Clears what is drawn in place; call it before printing anything else. */
  end(): void;
}

/** A redraw more often than this only costs time. */
const REDRAW_MS = 100;

/**
 * Prints a line an event; progress is redrawn in place on a terminal, and elsewhere printed at
 * every tenth of the way.
 */
export function createRunPrinter({ silent }: { readonly silent: boolean }): RunPrinter {
  if (silent) return { onEvent: () => undefined, end: () => undefined };
  const { stderr } = process;
  const inPlace = stderr.isTTY;
  let isDrawn = false;
  let drawnAt = 0;
  const tenths = new Map<string, number>();
  const clear = () => {
    if (isDrawn) stderr.write('\r\u001b[2K');
    isDrawn = false;
  };
  const draw = (task: string, progress: Progress) => {
    const text = printable(`[${task}] ${describe(progress)}`);
    if (inPlace) {
      const now = performance.now();
      if (now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      stderr.write(`\r\u001b[2K${pc.dim(text.slice(0, stderr.columns - 1))}`);
      isDrawn = true;
    } else if (progress.total !== undefined && progress.total > 0) {
      const tenth = Math.floor((10 * progress.done) / progress.total);
      const key = `${task} ${progress.unit ?? ''}`;
      if (tenth <= (tenths.get(key) ?? 0)) return;
      tenths.set(key, tenth);
      stderr.write(`${text}\n`);
    }
  };
  return {
    onEvent(event) {
      if (event.type === 'task_progress') {
        draw(event.task, event.progress);
        return;
      }
      // Why a task failed stands in the error that ends the run
      const line = event.type === 'task_failed' ? `[${event.task}] failed` : formatEvent(event);
      if (line === null) return;
      clear();
      // Steps print what is in the data; only our own colours reach the terminal
      stderr.write(`${colour(event, printableLines(withoutSystemCodes(line)))}\n`);
    },
    end: clear,
  };
}

function describe({ done, total, unit = '', message }: Progress): string {
  const count = total === undefined ? done.toLocaleString('en') : share(done, total);
  return [count, unit, message].filter((part) => part !== undefined && part !== '').join(' ');
}

function share(done: number, total: number): string {
  return `${done.toLocaleString('en')}/${total.toLocaleString('en')}`;
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
