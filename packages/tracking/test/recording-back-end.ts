import type { BackEnd, BackEndRun, Entry, JsonValue, ShownRun, TimedEntry } from '../src/index.ts';

/** A back end that keeps what it was sent, and can be told to fail. */
export class RecordingBackEnd implements BackEnd {
  readonly name = 'recording';
  readonly target = 'memory';
  readonly gatherMs = 1;
  /** Entries of batches that were taken. */
  readonly taken: Entry[] = [];
  readonly opened: ShownRun[] = [];
  /** Called with each batch before it is taken; what it throws is thrown. */
  onSend: (entries: readonly TimedEntry[], signal: AbortSignal) => Promise<void> = () =>
    Promise.resolve();

  /** Called, and waited for, before a run is opened. */
  onOpen: () => Promise<void> = () => Promise.resolve();

  async open(run: ShownRun): Promise<BackEndRun> {
    await this.onOpen();
    this.opened.push(run);
    let state: JsonValue = run.state;
    return {
      send: async (entries, signal) => {
        await this.onSend(entries, signal);
        this.taken.push(...entries.map(({ entry }) => entry));
        state = (typeof state === 'number' ? state : 0) + entries.length;
      },
      state: () => state,
      address: () => 'memory:run',
    };
  }

  /** Steps of the metric `loss`, in the order in which they came. */
  losses(): number[] {
    return this.taken.flatMap((entry) => (entry.type === 'metric' ? [entry.step] : []));
  }
}
