import type { ServedModel } from './served-model.ts';

export const VARIANTS = ['champion', 'challenger'] as const;
export type Variant = (typeof VARIANTS)[number];

/** Who answers under one name. */
export interface Seat {
  readonly champion: ServedModel;
  readonly challenger: Challenger | null;
}

export interface Challenger {
  readonly served: ServedModel;
  /** Of the requests, 0 to 1. */
  readonly share: number;
}
