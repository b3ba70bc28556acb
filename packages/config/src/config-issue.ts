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
  const lines = issues.map(({ key, value, expected, nearest }) => {
    const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`;
    return `  ${key}: expected ${expected}, got ${JSON.stringify(value)}${hint}`;
  });
  return `While reading ${subject}, ${count} wrong:\n${lines.join('\n')}`;
}
