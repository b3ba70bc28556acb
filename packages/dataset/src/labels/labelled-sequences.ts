/** Labelled prefixes of sessions as columns: a row is one session, cut `cuts[row]` events after its first add. */
export interface LabelledSequences {
  /** `[row + 1]`: row i owns the events `offsets[i] .. offsets[i + 1]`. */
  readonly offsets: Uint32Array;
  /** `[event]`, codes 2..6, without start and end. */
  readonly actions: Uint8Array;
  /** `[row]`, 1 = a purchase follows. */
  readonly labels: Uint8Array;
  /** `[row]`, events after the first add that the row still holds. */
  readonly cuts: Uint8Array;
  /** `[row]`, which session (or visitor) the row comes from. */
  readonly groups: Uint32Array;
  /** `[row]`, start of that session, epoch ms; NaN where the source has no times. */
  readonly startMs: Float64Array;
}
