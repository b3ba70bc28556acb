/** What an index costs and finds, one query at a time. */
export interface SearchCost {
  readonly buildSeconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Share of the exact k best that it finds. */
  readonly recall: number;
}
