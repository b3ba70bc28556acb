import { expect } from 'vitest';
import { checkSeeds, type CheckOptions, type Counts } from '../src/check-seeds.ts';

/**
 * Schedules that CI checks, 100,000 in all; each test file has a process of its own. With LF_SIMULATION_SEED other ones
 * are looked at.
 */
export const SCHEDULES = { flow: 40_000, upload: 60_000 } as const;

const FIRST_SEED = Number(process.env['LF_SIMULATION_SEED'] ?? 1);

/** Some seconds a ten thousand on a quiet machine. */
export const MANY_SCHEDULES_MS = 1_200_000;

/** Checks a share of the schedules and prints how they ended: each kind of end must have been seen. */
export async function expectLawful(
  check: CheckOptions['check'],
  share: { readonly skip: number; readonly schedules: number; readonly seen: readonly string[] },
): Promise<void> {
  // Stack traces of errors that are expected take a tenth of the time.
  Error.stackTraceLimit = 0;
  const { skip, schedules, seen } = share;
  const counts: Counts = await checkSeeds({ check, firstSeed: FIRST_SEED + skip, schedules });
  console.log(`${schedules} schedules from seed ${FIRST_SEED + skip}: ${JSON.stringify(counts)}`);
  expect(Object.keys(counts)).toEqual(expect.arrayContaining([...seen]));
}
