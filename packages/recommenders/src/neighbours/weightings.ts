/** What weighs everything alike. */
export const one = (): number => 1;

/** e^-(|x| / scale); scale 0 switches it off, so that everything weighs 1. */
export function exponentialDecay(scale: number): (x: number) => number {
  return scale === 0 ? one : (x) => Math.exp(-Math.abs(x) / scale);
}

/** Inverse session frequency of an item that this share of the sessions holds, above 0. */
export const inverseFrequency = (heldRatio: number): number => Math.log1p(1 / heldRatio);

/** How an event's weight falls with the steps from it to the end of the session. */
export const POSITION_WEIGHTINGS = ['none', 'linear', 'reciprocal'] as const;

export type PositionWeighting = (typeof POSITION_WEIGHTINGS)[number];

/** What a shared item counts in a session of `length`: linear falls to 1 / length at the first event. */
export const SHARED_WEIGHTS: Readonly<
  Record<PositionWeighting, (steps: number, length: number) => number>
> = {
  none: one,
  linear: (steps, length) => (length - steps) / length,
  reciprocal: (steps) => 1 / (steps + 1),
};

/** What a vote counts by its latest shared item: linear reaches 0 nine steps before the last event. */
export const MATCH_WEIGHTS: Readonly<Record<PositionWeighting, (steps: number) => number>> = {
  none: one,
  linear: (steps) => Math.max(0, 1 - 0.1 * (steps + 1)),
  reciprocal: (steps) => 1 / (steps + 1),
};
