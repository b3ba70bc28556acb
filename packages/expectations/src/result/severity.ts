import { SEVERITIES } from '../suite/suite.ts';
import type { Severity } from '../suite/suite.ts';
import type { ExpectationResult, ValidationResult } from './validation-result.ts';

/** How bad a failure of this expectation is; critical where its suite does not say. */
export function severityOf({ expectation_config: { severity } }: ExpectationResult): Severity {
  return severity ?? 'critical';
}

/** The worst severity among the expectations that failed; null if none failed. */
export function worstFailure({ results }: ValidationResult): Severity | null {
  const failed = new Set(results.filter(({ success }) => !success).map(severityOf));
  return SEVERITIES.find((severity) => failed.has(severity)) ?? null;
}

/** Whether `severity` is as bad as `limit`, or worse. */
export function isAtLeast(severity: Severity, limit: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(limit);
}
