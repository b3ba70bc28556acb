import { INTENT_CONFIG_PROPERTIES } from '@lf/train-intent';

/** The seed of everything that has no configuration of a model: the one of a model's. */
export const DEFAULT_SEED: number = INTENT_CONFIG_PROPERTIES.SEED.default;
