import { shownKey, shownValue } from './shown-value.ts';

/** So many issues are written out; a file of another kind has thousands. */
const MOST_LINES = 100;

/** What is wrong with one key of a config. */
export interface ConfigIssue {
  readonly key: string;
  readonly value: unknown;
  readonly expected: string;
  /** The known key nearest to an unknown one. */
  readonly nearest?: string;
}

/**
 * An error message: what was being read, then a line for each issue.
 *
 * @param subject what was being read, such as `the config of KNN`
 */
export function formatConfigIssues(subject: string, issues: readonly ConfigIssue[]): string {
  const count = issues.length === 1 ? 'one key is' : `${issues.length} keys are`;
  const lines = issues.slice(0, MOST_LINES).map(({ key, value, expected, nearest }) => {
    const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
    return `  ${shownKey(key)}: expected ${expected}, got ${shownValue(value)}${hint}`;
  });
  if (issues.length > MOST_LINES) lines.push(`  and ${issues.length - MOST_LINES} more`);
  return `While reading ${subject}, ${count} wrong:\n${lines.join('\n')}`;
}
