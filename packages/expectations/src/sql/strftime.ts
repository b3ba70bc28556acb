import { KwargsValueError } from '../errors.ts';

/** The directives that Python's strptime reads (docs.python.org/3/library/datetime.html). */
const DIRECTIVES = 'aAwdbBmyYHIpMSfzZjUWcxXGuV%';

/** Throws KwargsValueError where a format holds a directive that no parser knows. */
export function checkStrftimeFormat(format: string): void {
  for (const [directive, letter] of format.matchAll(/%(.?)/gsu)) {
    if (letter !== undefined && letter !== '' && DIRECTIVES.includes(letter)) continue;
    throw new KwargsValueError(
      `Unable to use provided strftime_format. ${JSON.stringify(format)} holds the directive "${directive}"; known ones are: ${DIRECTIVES}.`,
    );
  }
}
