import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** Where the programs of Python are. */
export const PROGRAMS = join(import.meta.dirname, '.venv/bin');

/** W3005, a DependsOn that a Ref or GetAtt implies: osls writes these, and they do no harm. */
const IGNORED = 'W3005';

/** What cfn-lint, AWS's linter, finds in templates: errors and warnings, one a line; empty if nothing. */
export function lintTemplates(paths: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(
    join(PROGRAMS, 'cfn-lint'),
    ['--ignore-checks', IGNORED, '--format', 'parseable', '--', ...paths],
    { encoding: 'utf8' },
  );
  if (error !== undefined) throw error;
  if (stdout === '' && status !== 0) return `cfn-lint ended with ${status}: ${stderr}`;
  return stdout;
}
