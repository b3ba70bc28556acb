import { cutShort } from '../shown.ts';

/** Enough for what DuckDB says in a sentence or two; a value of the data in it may hold megabytes. */
const MOST_CHARACTERS = 1000;

/** What we ourselves let SQL complain of (`error(...)`, our tests of texts) comes back under this name. */
const OURS = 'Invalid Input Error: ';

/** What DuckDB goes on with: our SQL, functions that we did not call, settings that a suite cannot change. */
const BESIDE_THE_POINT = /\n+(?:LINE \d+:|\s*Candidate|Possible solutions?:|\* )/;

/** Why DuckDB could not run a query, without the query. */
export function engineReason(cause: unknown): string {
  const said = cause instanceof Error ? cause.message : String(cause);
  const [reason = ''] = said.split(BESIDE_THE_POINT, 1);
  return cutShort(reason.startsWith(OURS) ? reason.slice(OURS.length) : reason, MOST_CHARACTERS);
}
