import { LawBroken } from './simulation.ts';

/** What many schedules ended with, counted. */
export type Counts = Readonly<Record<string, number>>;

export interface CheckOptions {
  /** Checks the schedule of one seed. */
  readonly check: (seed: number, options: { readonly isTraced: boolean }) => Promise<Counts>;
  readonly firstSeed: number;
  readonly schedules: number;
}

/**
 * Checks the schedules of seeds that follow each other.
 *
 * @throws LawBroken for the first one that breaks a law, replayed with all that happened
 */
export async function checkSeeds({ check, firstSeed, schedules }: CheckOptions): Promise<Counts> {
  const counts: Record<string, number> = {};
  for (let seed = firstSeed; seed < firstSeed + schedules; seed += 1) {
    try {
      const ends = await check(seed, { isTraced: false });
      for (const [end, count] of Object.entries(ends)) counts[end] = (counts[end] ?? 0) + count;
    } catch (error) {
      if (error instanceof LawBroken) await check(seed, { isTraced: true });
      throw error;
    }
  }
  return counts;
}
