import type { LoadedModel } from './loaded-model.ts';

export const VARIANTS = ['champion', 'challenger'] as const;
export type Variant = (typeof VARIANTS)[number];

/** The versions that answer under one name. */
export interface ModelSlot {
  readonly champion: LoadedModel;
  readonly challenger: Challenger | null;
}

export interface Challenger {
  readonly served: LoadedModel;
  /** Of the requests, 0 to 1. */
  readonly share: number;
}
