import type { RunRecord } from '@lf/flow';

/** Whether a run made its events itself. */
export function isSynthetic({ sources }: RunRecord['params']): boolean {
  return (
    typeof sources === 'object' &&
    sources !== null &&
    'browsing_train' in sources &&
    sources.browsing_train === null
  );
}
