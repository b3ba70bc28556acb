import type { JobDetail } from '@aws-sdk/client-batch';
import { MOST_JOBS_DESCRIBED } from './batch-calls.ts';
import type { BatchCalls } from './batch-calls.ts';
import { BatchError } from './batch-errors.ts';
import { Patience } from './patience.ts';

/** How often the states of jobs are asked for. */
export interface WatchPace {
  /** After a job was submitted or has changed its state. */
  readonly soonMs: number;
  /** While nothing changes the wait grows to this. */
  readonly longestMs: number;
  /** AWS may be tried in vain for so long before a job is given up (it goes on). */
  readonly patienceMs: number;
}

export const DEFAULT_PACE: WatchPace = {
  soonMs: 1000,
  longestMs: 15_000,
  patienceMs: 15 * 60_000,
};

const GROWTH = 1.5;

interface Watcher {
  /** The state that was told last. */
  status: string;
  readonly patience: Patience;
  readonly told: (answer: JobDetail | BatchError | 'unreachable') => void;
}

/** Asks for the states of all watched jobs together, as AWS allows few requests, in waits that grow while nothing changes. */
export class JobWatch {
  readonly #calls: () => Promise<BatchCalls>;
  readonly #pace: WatchPace;
  readonly #watchers = new Map<string, Watcher>();
  #waitMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(calls: () => Promise<BatchCalls>, pace: WatchPace) {
    this.#calls = calls;
    this.#pace = pace;
    this.#waitMs = pace.soonMs;
  }

  /**
   * Calls `told` after each look at a job, whether it has changed or not, until the returned function is called.
   *
   * @param told gets the job, the error that ended the watching, or that AWS could not be asked this time
   */
  watch(id: string, told: Watcher['told']): () => void {
    const patience = new Patience(this.#pace.patienceMs);
    this.#watchers.set(id, { status: '', patience, told });
    this.hurry();
    return () => {
      this.#watchers.delete(id);
      if (this.#watchers.size > 0) return;
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  /** Looks soon. */
  hurry(): void {
    clearTimeout(this.#timer);
    this.#waitMs = this.#pace.soonMs;
    this.#schedule();
  }

  #schedule(): void {
    this.#timer = setTimeout(() => void this.#look(), this.#waitMs);
  }

  async #look(): Promise<void> {
    this.#waitMs = Math.min(this.#waitMs * GROWTH, this.#pace.longestMs);
    const ids = [...this.#watchers.keys()];
    for (let from = 0; from < ids.length; from += MOST_JOBS_DESCRIBED) {
      await this.#lookAt(ids.slice(from, from + MOST_JOBS_DESCRIBED));
    }
    if (this.#watchers.size > 0) this.#schedule();
  }

  async #lookAt(ids: readonly string[]): Promise<void> {
    try {
      const jobs = await (await this.#calls()).describe(ids);
      for (const id of ids) {
        const job = jobs.find(({ jobId }) => jobId === id);
        this.#tell(id, job ?? lost(id));
      }
    } catch (error) {
      const fault =
        error instanceof BatchError
          ? error
          : new BatchError('batch_refused', 'Asking for the state of the jobs', String(error), {
              cause: error,
            });
      for (const id of ids) {
        const watcher = this.#watchers.get(id);
        const isPassing = fault.retryable && watcher?.patience.isLeft() === true;
        watcher?.told(isPassing ? 'unreachable' : fault);
      }
    }
  }

  #tell(id: string, answer: JobDetail | BatchError): void {
    const watcher = this.#watchers.get(id);
    if (watcher === undefined) return;
    watcher.patience.heard();
    const status = answer instanceof BatchError ? answer.code : (answer.status ?? '');
    if (status !== watcher.status) this.#waitMs = this.#pace.soonMs;
    watcher.status = status;
    watcher.told(answer);
  }
}

function lost(id: string): BatchError {
  return new BatchError('batch_job_lost', `Following the job ${id}`, '');
}
