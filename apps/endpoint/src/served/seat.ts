import type { LoadedModel } from './loaded-model.ts';

export const VARIANTS = ['champion', 'challenger'] as const;
export type Variant = (typeof VARIANTS)[number];

/** Who answers under one name. */
export interface Seat {
  readonly champion: LoadedModel;
  readonly challenger: Challenger | null;
}

export interface Challenger {
  readonly served: LoadedModel;
  /** Of the requests, 0 to 1. */
  readonly share: number;
}
