import type { RunNames, TimedEntry } from '../record/entry.ts';

/** What a back end remembers of a run between two processes. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** The run that a back end shows. */
export interface ShownRun extends RunNames {
  /** Of the record; paths in entries are relative to it. Absolute. */
  readonly directory: string;
  readonly startedMs: number;
  /** What `BackEndRun.state` gave last; null: this back end does not know the run yet. */
  readonly state: JsonValue;
}

/** Something that shows runs. It reads the record that the local back end writes, live or later. */
export interface BackEnd {
  /** Also the name of the file in which its position is kept. */
  readonly name: string;
  /** Where it shows runs, for people: an address or a folder, without a secret. */
  readonly target: string;
  /** How long entries are collected before they are sent during the run. */
  readonly gatherMs: number;
  /** Gets ready to send; throws BackEndError. */
  open(run: ShownRun, signal: AbortSignal): Promise<BackEndRun>;
}

/** One run in a back end. */
export interface BackEndRun {
  /**
   * Sends entries in order. A batch that failed midway is sent again as a whole, in this process or in another one,
   * from the state before it: sending twice must show once.
   *
   * @throws BackEndError
   */
  send(entries: readonly TimedEntry[], signal: AbortSignal): Promise<void>;
  /**
   * Sends what it holds back because later entries could still change it: nothing more is noted for now. Entries may
   * come again later, when the run goes on.
   *
   * @throws BackEndError
   */
  settle?(signal: AbortSignal): Promise<void>;
  /** What to remember after a batch was sent, or after it settled. */
  state(): JsonValue;
  /** Where a person sees the run, once that is known. */
  address(): string | null;
}
