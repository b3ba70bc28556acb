import type { SessionBatch } from './read-session-batches.ts';

/** Gathers events, session by session, into batches. */
export class SessionBatcher {
  readonly #maxEventsPerSession: number;
  #ids: string[] = [];
  #lengths: number[] = [];
  /** Where each session begins. */
  #starts: number[] = [];
  #actions: number[] = [];
  #skus: (string | null)[] = [];
  #timesMs: number[] = [];

  constructor(maxEventsPerSession: number) {
    this.#maxEventsPerSession = maxEventsPerSession;
  }

  /** Events gathered since the last batch. */
  get events(): number {
    return this.#actions.length;
  }

  begin(id: string): void {
    this.#ids.push(id);
    this.#lengths.push(0);
    this.#starts.push(this.#actions.length);
  }

  /** Adds the next event of the session that was begun last; one that gets too long loses its events. */
  add(
    action: number,
    { sku, timeMs }: { readonly sku: string | null; readonly timeMs: number },
  ): void {
    const session = this.#lengths.length - 1;
    const length = (this.#lengths[session] ?? 0) + 1;
    this.#lengths[session] = length;
    if (length <= this.#maxEventsPerSession) {
      this.#actions.push(action);
      this.#skus.push(sku);
      this.#timesMs.push(timeMs);
    } else if (length === this.#maxEventsPerSession + 1) {
      const start = this.#starts[session] ?? 0;
      this.#actions.length = start;
      this.#skus.length = start;
      this.#timesMs.length = start;
    }
  }

  /** What was gathered; the next batch begins. */
  take(): SessionBatch {
    const batch = {
      ids: this.#ids,
      lengths: Uint32Array.from(this.#lengths),
      offsets: Uint32Array.from([...this.#starts, this.#actions.length]),
      actions: Uint8Array.from(this.#actions),
      skus: this.#skus,
      timesMs: Float64Array.from(this.#timesMs),
    };
    this.#ids = [];
    this.#lengths = [];
    this.#starts = [];
    this.#actions = [];
    this.#skus = [];
    this.#timesMs = [];
    return batch;
  }
}
