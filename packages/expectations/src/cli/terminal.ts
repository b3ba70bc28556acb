import { ExpectationsError } from '../errors.ts';

/** Where a command writes, and whether someone watches its progress. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly isInteractive: boolean;
}

/** What a command answers to the shell. */
export const EXIT = {
  /** Every expectation that counts holds. */
  holds: 0,
  /** An expectation that counts does not hold. */
  fails: 1,
  /** Wrong arguments, a wrong suite, data that cannot be read. */
  cannotRun: 2,
  /** None that counts fails, but one of them could not be checked. */
  raised: 3,
} as const;

/** An exit code. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The command line is not as the command takes it. */
export function usage(message: string): ExpectationsError {
  return new ExpectationsError('usage', message);
}

/** Takes the line away on which progress was written. */
const CLEAR_LINE = '\r\u001B[K';

/** Ticks until a step is worth a line: what is quick stays quiet. */
const QUIET_TICKS = 1;

const TICK_MS = 1000;

/** A line that says what is going on and for how long, rewritten in place; nothing where nobody watches. */
export interface ProgressLine {
  say(step: string): void;
  end(): void;
}

/** Begins a progress line. DuckDB works in its own threads, so the line ticks through long scans. */
export function progressLine({ err, isInteractive }: Terminal): ProgressLine {
  if (!isInteractive) return { say: () => undefined, end: () => undefined };
  let [said, ticks] = ['reading', 0];
  const write = () => {
    if (ticks >= QUIET_TICKS) err(`${CLEAR_LINE}${said}, ${ticks} s`);
  };
  const timer = setInterval(() => {
    ticks += 1;
    write();
  }, TICK_MS);
  return {
    say: (step) => {
      said = step;
      write();
    },
    end: () => {
      clearInterval(timer);
      if (ticks >= QUIET_TICKS) err(CLEAR_LINE);
    },
  };
}
