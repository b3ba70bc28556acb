import type { GivenSuite } from '../src/index.ts';

function isGiven(_: unknown): _ is GivenSuite {
  return true;
}

/** A suite of which TypeScript knows nothing, right or wrong, as JavaScript or parsed JSON hands it over. */
export function untyped(suite: unknown): GivenSuite {
  if (isGiven(suite)) return suite;
  throw new TypeError('every value is taken');
}
