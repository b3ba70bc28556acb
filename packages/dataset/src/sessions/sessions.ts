/** Sessions as columns, ordered by start time, then by session id. */
export interface Sessions {
  /** `[session + 1]`: session i owns the events `offsets[i] .. offsets[i + 1]`. */
  readonly offsets: Uint32Array;
  /** `[event]`, codes 2..6 in time order within a session. */
  readonly actions: Uint8Array;
  /** `[session]`, time of the first event, epoch ms. */
  readonly startMs: Float64Array;
}

/** Sessions as columns, with the time and the product of each event. */
export interface TimedSessions extends Sessions {
  /** `[event]`, epoch ms, never falling within a session. */
  readonly timesMs: Float64Array;
  /** `[event]`, a number from 1 for each product of the session; 0 = no product. */
  readonly products: Float64Array;
}

/** Sessions of products as columns, ordered by start time, then by session id. */
export interface ItemSessions {
  /** `[session + 1]`: session i owns the events `offsets[i] .. offsets[i + 1]`. */
  readonly offsets: Uint32Array;
  /** `[event]`, index into `vocabulary`. */
  readonly items: Uint32Array;
  /** `[session]`, time of the first event, epoch ms. */
  readonly startMs: Float64Array;
  /** `[item]`, SKUs, the most frequent first, ties by SKU. */
  readonly vocabulary: readonly string[];
}
