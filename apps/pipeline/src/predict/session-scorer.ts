import type { PredictionColumns, PredictionRows, SessionBatch } from '@lf/dataset';

/** Why a session has no prediction: its row says so, and it is counted. */
export type Unscored = 'too_many_events' | 'no_product';

/** How a kind of model scores a batch of sessions, and what its rows hold. */
export interface SessionScorer {
  readonly columns: PredictionColumns;
  readonly readsSkus: boolean;
  /** Events of a batch: so many keep a thread busy for a moment, and no longer. */
  readonly batchEvents: number;
  /** One row a session, in their order. */
  readonly score: (batch: SessionBatch) => Promise<ScoredBatch>;
}

export interface ScoredBatch {
  readonly rows: PredictionRows;
  readonly unscored: ReadonlyMap<Unscored, number>;
  /** What else is counted of the sessions, by name. */
  readonly notes: ReadonlyMap<string, number>;
}

/** Counts by name. */
export class Tally<Name extends string> extends Map<Name, number> {
  add(name: Name, count = 1): void {
    this.set(name, (this.get(name) ?? 0) + count);
  }

  addAll(counts: ReadonlyMap<Name, number>): void {
    for (const [name, count] of counts) this.add(name, count);
  }
}
