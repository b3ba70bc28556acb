import { ExpectationsError } from '../errors.ts';
import { cutShort } from '../shown.ts';

/** So many characters of a path, or of what the system says of it. */
const MOST_CHARACTERS = 500;

/** What the system refused, as an error of ours. */
export function unwritable(path: string, cause: unknown): ExpectationsError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ExpectationsError(
    'unwritable_file',
    `Cannot write ${cutShort(path, MOST_CHARACTERS)}: ${cutShort(reason, MOST_CHARACTERS)}.`,
    { cause },
  );
}
