import { CART_STAGE } from './carts.ts';
import { VECTOR_STAGES } from './item-vectors.ts';
import type { Stage } from './stage.ts';
import { TABLE_STAGES } from './tables.ts';

/** Every stage, in the order of the data's journey. */
export const STAGES: readonly Stage[] = [...TABLE_STAGES, CART_STAGE, ...VECTOR_STAGES];
