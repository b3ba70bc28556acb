/** What the epochs of one training took, and the most memory of its process. */
export interface Epochs {
  /** [epoch] */
  readonly seconds: readonly number[];
  readonly peakBytes: number;
}
