/** Sessions of items as columns: session s holds `items[offsets[s] .. offsets[s + 1])`, in time order. */
export interface ItemSequences {
  /** `[session + 1]` */
  readonly offsets: Uint32Array;
  /** `[event]`, item indices; any that is not below the item count is an unknown item. */
  readonly items: Uint32Array;
}

export interface RecommendOptions {
  /** How many items each session gets at most. */
  readonly k: number;
  /** Leaves out what the session already holds, as far as the model reads it; default false. */
  readonly excludeSeen?: boolean;
}

/**
 * The k best items of each session, best first, every score from high to low; of equal scores the
 * lower index, which is the more popular item, comes first. Where fewer than k items can be
 * recommended the rest of the row is item -1 with score -Infinity.
 */
export interface TopItems {
  readonly k: number;
  /** `[session, k]` */
  readonly items: Int32Array;
  /** `[session, k]` */
  readonly scores: Float32Array;
}

/** A trained model that says which items come next. Items are indices 0 .. itemCount - 1. */
export interface Recommender {
  /** One of `MODEL_CHOICES`. */
  readonly choice: string;
  readonly itemCount: number;
  /**
   * Ranks the items for each session; unknown items of a session are skipped, and of a long session the latest 100
   * items count.
   *
   * @throws RecOptionError when k is not a whole number from 1
   * @throws RecommenderOutputError when the weights are so large that the scores overflow
   */
  recommend(sessions: ItemSequences, options: RecommendOptions): TopItems;
  /** Everything that `restoreRecommender` needs: file name -> bytes. */
  serialize(): ReadonlyMap<string, Uint8Array>;
  /** Frees what garbage collection does not; the recommender cannot be used after it. */
  dispose(): void;
}
