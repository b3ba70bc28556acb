import type { BundleManifest } from '../bundle/manifest.ts';

/**
 * How many events of a session a model reads by default, the latest ones: intent's `MAX_LEN` of the original flow; for
 * rec, where sessions of more products are nearly always robots', as many as the models are judged on.
 */
export const DEFAULT_MAX_EVENTS = { intent: 200, rec: 100 } as const;

/** What served rec bundles of version 1, which do not say it. */
const REC_MAX_EVENTS_OF_VERSION_1 = 50;

/** How many events of a session a model reads, the latest ones. */
export function maxEventsOf({ kind, maxEvents, config }: BundleManifest): number {
  if (maxEvents !== undefined) return maxEvents;
  if (kind === 'rec') return REC_MAX_EVENTS_OF_VERSION_1;
  const { MAX_LEN } = config;
  return typeof MAX_LEN === 'number' ? MAX_LEN : DEFAULT_MAX_EVENTS.intent;
}
