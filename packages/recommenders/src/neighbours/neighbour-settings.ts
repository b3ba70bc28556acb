/** How past sessions are compared with the current one, and what their items then count. */
export interface NeighbourSettings {
  /** Sessions that vote: the most similar. */
  readonly neighbours: number;
  /** Sessions that are compared: the most recent that share an item. */
  readonly sample: number;
  /** What a shared item counts for the similarity, `steps` events before the end of a session of `length`. */
  readonly sharedWeight: (steps: number, length: number) => number;
  /** What the similarity is divided by, for a past session of so many different items. */
  readonly sizeNorm: (distinctItems: number) => number;
  /** What a past session counts whose age is this share (0 .. 1) of the training sessions. */
  readonly recencyWeight: (ageRatio: number) => number;
  /** What a neighbour's vote counts whose latest shared item is `steps` events before the end. */
  readonly matchWeight: (steps: number) => number;
  /** What an item counts `distance` places after (below 0: before) the latest shared item of the neighbour. */
  readonly distanceWeight: (distance: number) => number;
  /** What an item counts that this share of the training sessions holds. */
  readonly rarityWeight: (heldRatio: number) => number;
}
