import type { ContextSource } from '../context/session-context.ts';
import { DEFAULT_MAX_EVENTS } from '../session/session-limit.ts';
import type { BundleDescription } from './manifest.ts';
import { INTENT_TENSORS, recTensors } from './tensors.ts';

/** Where a model comes from and how good it is. */
export type ModelOrigin = Pick<
  BundleDescription,
  'metrics' | 'config' | 'seed' | 'dataDigest' | 'versions'
>;

/**
 * The manifest of an intent model.
 *
 * @param options.maxEvents how many events of a session it reads: the config's MAX_LEN
 * @param options.context what it was told beside the actions
 */
export function describeIntentModel(
  origin: ModelOrigin,
  {
    maxEvents = DEFAULT_MAX_EVENTS.intent,
    context = [],
  }: { readonly maxEvents?: number; readonly context?: readonly ContextSource[] } = {},
): BundleDescription {
  const told = context.length > 0 && { context };
  return { kind: 'intent', ...INTENT_TENSORS, maxEvents, ...told, ...origin };
}

/**
 * The manifest of a rec model.
 *
 * @param options.k how many items it names
 */
export function describeRecModel(
  origin: ModelOrigin,
  { k }: { readonly k: number },
): BundleDescription {
  return { kind: 'rec', ...recTensors(k), maxEvents: DEFAULT_MAX_EVENTS.rec, ...origin };
}
