import type { Case } from './case-file.ts';

/** Names under which cases mean pandas as it is today. */
const PANDAS = ['pandas', 'pandas>=024', 'pandas_v3_api'];

/** Why a case says nothing about us, or null where it applies. */
export function whyNotApplicable({ expectation, onlyFor, suppressedFor }: Case): string | null {
  // DuckDB speaks LIKE, pandas does not: these cases are written for databases.
  if (expectation.includes('like_pattern')) return null;
  if (onlyFor !== null && !onlyFor.some((name) => PANDAS.includes(name))) {
    return `only for ${onlyFor.join(', ')}`;
  }
  return suppressedFor.includes('pandas') ? 'suppressed for pandas' : null;
}
