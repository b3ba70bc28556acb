import type { Tracker } from './tracker.ts';

/**
 * One tracker that notes everything in each of several. One that fails stops neither the others nor
 * the caller: its first error goes to `onError`, later ones of the same tracker nowhere.
 *
 * @param options.onError gets the error and the place of the tracker in the list
 */
export function combineTrackers(
  trackers: readonly Tracker[],
  options: { readonly onError: (error: unknown, index: number) => void },
): Tracker {
  const failed = new Set<number>();
  const report = (error: unknown, index: number): void => {
    if (failed.has(index)) return;
    failed.add(index);
    options.onError(error, index);
  };
  const each = (note: (tracker: Tracker) => void): void => {
    for (const [index, tracker] of trackers.entries()) {
      try {
        note(tracker);
      } catch (error) {
        report(error, index);
      }
    }
  };
  return {
    params: (values) => each((tracker) => tracker.params(values)),
    metrics: (values, step) => each((tracker) => tracker.metrics(values, step)),
    tags: (values) => each((tracker) => tracker.tags(values)),
    artifact: (name, uri, details) => each((tracker) => tracker.artifact(name, uri, details)),
    finish: async (status) => {
      const finishing = trackers.map(async (tracker) => tracker.finish(status));
      for (const [index, end] of (await Promise.allSettled(finishing)).entries()) {
        if (end.status === 'rejected') report(end.reason, index);
      }
    },
  };
}
