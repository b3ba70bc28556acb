import { filterSessions, type ItemSequences, sessionCount } from '@lf/recommenders';
import type { ReadCandidates } from '@lf/recommenders/training';
import { nextItemCases } from '../sessions/next-item-cases.ts';
import { collectChoices } from './collect-choices.ts';
import { fitConditionalLogit } from './conditional-logit.ts';

export interface LearnWeightsOptions {
  /** Sessions after those that the reader knows. */
  readonly heldOut: ItemSequences;
  readonly itemCount: number;
  /** What describes a candidate, in the order of the numbers. */
  readonly features: readonly string[];
  readonly maxCases: number;
  readonly epochs: number;
  readonly learningRate: number;
  readonly pull: number;
  readonly seed: number;
}

/** Events of a held-out session at most: the cases of a longer one, a bot's, hold the square of its length. */
const LONGEST_LEARNT = 200;

/** Learns what each feature weighs from what the held-out sessions chose; without any, VSTAN alone counts. */
export function learnWeights(read: ReadCandidates, options: LearnWeightsOptions): Float64Array {
  const { heldOut, itemCount, features, maxCases } = options;
  const start = new Float64Array(features.length);
  start[features.indexOf('near')] = 1;
  // Every session gives a case at least: no more sessions are cut than there may be cases.
  const stride = Math.max(1, Math.floor(sessionCount(heldOut) / Math.max(1, maxCases)));
  const cases = nextItemCases(
    filterSessions(
      heldOut,
      (length, session) => length > 1 && length <= LONGEST_LEARNT && session % stride === 0,
    ),
    { protocol: 'incremental', itemCount },
  );
  return fitConditionalLogit(collectChoices(read, cases, maxCases, features.length), {
    ...options,
    start,
  });
}
