/** What a library says of one expectation. */
export interface Outcome {
  readonly success: boolean;
  readonly result: Readonly<Record<string, unknown>>;
  readonly raised: boolean;
  readonly message: string;
}
