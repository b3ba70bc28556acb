import { neighbourScorer } from '../neighbours/neighbour-scorer.ts';
import type { NeighbourSettings } from '../neighbours/neighbour-settings.ts';
import { holderCount, indexSessions } from '../neighbours/session-index.ts';
import {
  exponentialDecay,
  inverseFrequency,
  one,
  SHARED_WEIGHTS,
} from '../neighbours/weightings.ts';
import { ScoreSheet } from '../rank/score-sheet.ts';
import type { ItemSequences } from '../recommender.ts';
import { transitionEvidence, type TransitionEvidence } from './transition-evidence.ts';

/** Everything that past sessions say about a session. The sheets hold it until the next `gather`. */
export interface Evidence extends TransitionEvidence {
  /** Votes of neighbouring sessions for items near the shared one: VSTAN. */
  readonly near: ScoreSheet;
  /** Votes for items anywhere in sessions that resemble the whole session. */
  readonly wide: ScoreSheet;
  /** Votes for what came right after the shared item. */
  readonly next: ScoreSheet;
  /** Past sessions that hold the item. */
  holders(item: number): number;
}

/** How sessions are compared for each vote; the scales are those of VSTAN, and of its validation. */
const VOTES: Readonly<
  Record<'near' | 'wide' | 'next', Omit<NeighbourSettings, 'neighbours' | 'sample'>>
> = {
  near: {
    sharedWeight: exponentialDecay(3),
    sizeNorm: Math.sqrt,
    recencyWeight: exponentialDecay(1),
    matchWeight: exponentialDecay(6),
    distanceWeight: exponentialDecay(2),
    rarityWeight: inverseFrequency,
  },
  wide: {
    sharedWeight: SHARED_WEIGHTS.linear,
    sizeNorm: Math.sqrt,
    recencyWeight: one,
    matchWeight: one,
    distanceWeight: exponentialDecay(5),
    rarityWeight: one,
  },
  next: {
    sharedWeight: exponentialDecay(1),
    sizeNorm: Math.sqrt,
    recencyWeight: one,
    matchWeight: one,
    // What came right after counts fully, later items by their distance, earlier ones hardly.
    distanceWeight: (distance) => (distance === 1 ? 1 : distance > 1 ? 0.3 / distance : 0.02),
    rarityWeight: one,
  },
};

export interface EvidenceOptions {
  /** Past sessions that vote. */
  readonly neighbours: number;
  /** Past sessions that are read, the most recent. */
  readonly sample: number;
}

/** Makes what gathers the evidence of past sessions. */
export async function evidenceOf(
  past: ItemSequences,
  itemCount: number,
  options: EvidenceOptions,
): Promise<Evidence> {
  const index = await indexSessions(past, itemCount);
  const transitions = transitionEvidence(index, options.sample);
  const votes = {
    near: new ScoreSheet(itemCount),
    wide: new ScoreSheet(itemCount),
    next: new ScoreSheet(itemCount),
  };
  const scorers = {
    near: await neighbourScorer(index, { ...options, ...VOTES.near }),
    wide: await neighbourScorer(index, { ...options, ...VOTES.wide }),
    next: await neighbourScorer(index, { ...options, ...VOTES.next }),
  };
  return {
    ...transitions,
    ...votes,
    holders: (item) => holderCount(index, item),
    gather(known) {
      transitions.gather(known);
      for (const vote of ['near', 'wide', 'next'] as const) {
        votes[vote].clear();
        scorers[vote](known, votes[vote]);
      }
    },
  };
}
