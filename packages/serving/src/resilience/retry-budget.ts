/** Retries that a full budget allows at once. */
const CAPACITY = 10;
/** What each request adds: in the long run, at most one retry for ten requests. */
const ADDED_PER_REQUEST = 0.1;

/** How many retries may be spent, so that an endpoint in trouble is not asked many times as much as usual. */
export interface RetryBudget {
  /** A request arrived. */
  earn(): void;
  /** Takes one retry. @returns whether there was one left */
  spend(): boolean;
}

/** A budget, full at first. */
export function createRetryBudget(): RetryBudget {
  let left = CAPACITY;
  return {
    earn() {
      left = Math.min(CAPACITY, left + ADDED_PER_REQUEST);
    },
    spend() {
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
