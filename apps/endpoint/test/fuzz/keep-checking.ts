import fc from 'fast-check';

/** How long to go on. */
export type Until = { readonly runs: number } | { readonly ms: number };

/** Few, so that it ends soon after its time even on a slow machine. */
const RUNS_AT_ONCE = 5;
/** More than anybody's fuzzer comes to. */
const SEEDS_APART = 1_000_000;

/**
 * Checks a property on values that follow from the seed: so many, or for so long, but once at least.
 *
 * @throws Error of fast-check, with the fewest values that break the law
 */
export async function keepChecking<Values>(
  property: fc.IAsyncProperty<Values>,
  seed: number,
  until: Until,
): Promise<void> {
  if ('runs' in until) {
    await fc.assert(property, { seed, numRuns: until.runs });
    return;
  }
  const endMs = performance.now() + until.ms;
  let next = seed * SEEDS_APART;
  do {
    await fc.assert(property, { seed: next, numRuns: RUNS_AT_ONCE });
    next += 1;
  } while (performance.now() < endMs);
}
