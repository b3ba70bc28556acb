import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BackEnd, BackEndRun } from '../back-ends/back-end.ts';
import { BackEndError } from '../errors.ts';
import { TRACKING_FILE } from '../local/read-tracked-run.ts';
import type { RunNames } from '../record/entry.ts';
import { takeLock } from './lock.ts';
import { readPosition, writePosition, type Position } from './position.ts';
import { readBatch } from './read-batch.ts';

/** First wait after a failure; it doubles with each. */
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;
/** A server may ask for more than that: then a later sync sends. */
const LONGEST_ASKED_WAIT_MS = 5 * 60_000;

export interface FollowerOptions {
  readonly directory: string;
  readonly run: RunNames & { readonly startedMs: number };
  readonly backEnd: BackEnd;
  /** From 0 up to 1; spreads the retries of many runs. */
  readonly random: () => number;
  /** Called at the first failure. */
  readonly onFailure: (error: unknown) => void;
}

/** How far a back end came. */
export interface FollowResult {
  /** Whether it has all that was noted. */
  readonly isComplete: boolean;
  /** Why not. */
  readonly error: unknown;
  readonly address: string | null;
}

/**
 * Sends the record of a run to one back end, from where it was left. What a back end does not take stays in the record:
 * there is no queue in memory.
 */
export class Follower {
  readonly #options: FollowerOptions;
  #timer: NodeJS.Timeout | null = null;
  #pass: Promise<void> | null = null;
  #abort = new AbortController();
  #opened: { readonly run: BackEndRun; readonly release: () => Promise<void> } | null = null;
  #position: Position | null = null;
  #failures = 0;
  #error: unknown = null;
  #isStopped = false;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  /** Says that the record has grown. Returns at once, sends later. */
  poke(): void {
    if (this.#isStopped || this.#timer !== null || this.#pass !== null) return;
    this.#schedule(this.#options.backEnd.gatherMs);
  }

  /**
   * Sends all that is left, then lets go of the back end.
   *
   * @param options.deadlineMs how long from now that may take
   * @param options.attempts how often a passing failure is tried again; one that failed before gets one attempt
   */
  async drain(options: {
    readonly deadlineMs: number;
    readonly attempts: number;
  }): Promise<FollowResult> {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const deadline = Date.now() + options.deadlineMs;
    const timer = setTimeout(() => this.#abort.abort(), options.deadlineMs);
    const attempts = this.#failures > 0 ? 1 : options.attempts;
    try {
      await this.#pass;
      for (let attempt = 1; !this.#abort.signal.aborted; attempt += 1) {
        await this.#sendAll();
        await this.#settle();
        if (this.#error === null || attempt >= attempts || !isTransient(this.#error)) break;
        const wait = this.#waitMs();
        if (Date.now() + wait >= deadline) break;
        await sleep(wait, undefined, { signal: this.#abort.signal }).catch(() => undefined);
      }
      return {
        isComplete: this.#error === null && !this.#abort.signal.aborted,
        error: this.#error,
        address: this.#opened?.run.address() ?? null,
      };
    } finally {
      clearTimeout(timer);
      await this.#opened?.release().catch(() => undefined);
      this.#opened = null;
    }
  }

  #schedule(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#pass = this.#sendAll().finally(() => {
        this.#pass = null;
        if (this.#isStopped) return;
        // A refusal will not turn into consent: it waits for a sync.
        if (this.#error !== null && isTransient(this.#error)) this.#schedule(this.#waitMs());
      });
    }, ms);
    // Sending holds no process back: `finish` does.
    this.#timer.unref();
  }

  /** Sends batches up to the end of the record; a failure ends it and is kept. */
  async #sendAll(): Promise<void> {
    try {
      const { directory, backEnd } = this.#options;
      const { signal } = this.#abort;
      const opened = (this.#opened ??= await this.#open());
      for (;;) {
        const position = (this.#position ??= await readPosition(directory, backEnd.name));
        const batch = await readBatch(join(directory, TRACKING_FILE), position.offset);
        if (batch.end === position.offset) break;
        requireTime(signal);
        await opened.run.send(batch.entries, signal);
        this.#position = { offset: batch.end, state: opened.run.state() };
        await writePosition(directory, backEnd.name, this.#position);
        this.#failures = 0;
      }
      this.#error = null;
    } catch (error) {
      await this.#fail(error);
    }
  }

  /** At the end of what is noted so far: a killed run shows all that it noted. */
  async #settle(): Promise<void> {
    const { directory, backEnd } = this.#options;
    const opened = this.#opened;
    if (this.#error !== null || opened?.run.settle === undefined || this.#position === null) return;
    try {
      requireTime(this.#abort.signal);
      await opened.run.settle(this.#abort.signal);
      this.#position = { ...this.#position, state: opened.run.state() };
      await writePosition(directory, backEnd.name, this.#position);
    } catch (error) {
      await this.#fail(error);
    }
  }

  async #open(): Promise<{ run: BackEndRun; release: () => Promise<void> }> {
    const { directory, run, backEnd } = this.#options;
    const release = await takeLock(directory, backEnd.name);
    try {
      this.#position = await readPosition(directory, backEnd.name);
      requireTime(this.#abort.signal);
      const shown = { ...run, directory, state: this.#position.state };
      return { run: await backEnd.open(shown, this.#abort.signal), release };
    } catch (error) {
      await release();
      throw error;
    }
  }

  /** A failed batch may have changed what the back end remembers: it is opened anew from what was saved. */
  async #fail(error: unknown): Promise<void> {
    if (this.#error === null && this.#failures === 0) this.#options.onFailure(error);
    this.#error = error;
    this.#failures += 1;
    this.#position = null;
    await this.#opened?.release().catch(() => undefined);
    this.#opened = null;
  }

  #waitMs(): number {
    const asked = this.#error instanceof BackEndError ? (this.#error.retryAfterMs ?? 0) : 0;
    const doubled = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.#failures - 1));
    const jittered = doubled * (0.5 + this.#options.random() / 2);
    return Math.max(Math.min(asked, LONGEST_ASKED_WAIT_MS), jittered);
  }
}

/** A back end may wait for the signal alone, which has no second event: nothing is begun after it. */
function requireTime(signal: AbortSignal): void {
  if (signal.aborted) throw new BackEndError('the time was up', { isTransient: true });
}

/** Faults of this machine, such as a full disk, may pass too. */
function isTransient(error: unknown): boolean {
  return error instanceof BackEndError ? error.isTransient : true;
}
