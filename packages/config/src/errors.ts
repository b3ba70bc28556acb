import { formatConfigIssues, type ConfigIssue } from './config-issue.ts';

/** A config has unknown, misspelt or out-of-range keys: correct each one that the message lists. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code = 'config_invalid';
  readonly issues: readonly ConfigIssue[];

  /** @param subject what was being read, such as `server.json` */
  constructor(subject: string, issues: readonly ConfigIssue[]) {
    super(formatConfigIssues(subject, issues));
    this.issues = issues;
  }
}
