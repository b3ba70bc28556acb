import { standardError, type Interval } from './interval.ts';

/** Which gains so many sessions can show, in 4 of 5 samples, at the two-sided 5 % level. */
export interface Power {
  readonly sessions: number;
  /** The smallest true gain that these sessions show. */
  readonly detectableGain: number;
  readonly worthwhileGain: number;
  /** Sessions that show the worthwhile gain. */
  readonly sessionsNeeded: number;
}

/** Level 5 %, power 80 %: z(.975) + z(.8) = 1.959964 + .841621. */
const LEVEL_AND_POWER = 2.801585;

/**
 * The detectable gain is (z(.975) + z(.8)) × the standard error of the difference. That falls with the root of the
 * sessions, so the worthwhile gain needs sessions × (detectable / worthwhile)² of them. The gain that was found is not
 * put in its place: with few sessions it is mostly noise.
 *
 * @param difference of a metric, on `sessions`
 * @param worthwhileGain the smallest gain that matters, above 0
 * @returns null where the difference shows no spread
 */
export function measurePower(
  difference: Interval,
  sessions: number,
  worthwhileGain: number,
): Power | null {
  const detectableGain = LEVEL_AND_POWER * standardError(difference);
  if (!(detectableGain > 0)) return null;
  const sessionsNeeded = Math.ceil(sessions * (detectableGain / worthwhileGain) ** 2);
  return { sessions, detectableGain, worthwhileGain, sessionsNeeded };
}
