import { intent } from './intent/intent.ts';
import type { Model, ModelKind } from './model.ts';

/** Every model by its kind. */
export const MODELS: Readonly<Record<ModelKind, Model>> = { intent };
