import { CUTOFF, type ScoredCandidate } from '../train/rec-scores.ts';

/** So many of the others are told: a sweep may have hundreds. */
const MOST_TOLD = 4;

/**
 * Why a model was chosen, in a sentence.
 *
 * @param others the best first
 * @returns null where there was no choice
 */
export function tellChoice(
  chosen: Pick<ScoredCandidate, 'name' | 'ndcg'>,
  others: readonly Pick<ScoredCandidate, 'name' | 'ndcg'>[],
): string | null {
  if (others.length === 0) return null;
  const shown = ({ name, ndcg }: Pick<ScoredCandidate, 'name' | 'ndcg'>) =>
    `${name} ${ndcg.toFixed(3)}`;
  const told = others.slice(0, MOST_TOLD).map(shown).join(', ');
  const rest = others.length > MOST_TOLD ? ` and ${others.length - MOST_TOLD} more` : '';
  return (
    `the best of ${others.length + 1} models by NDCG@${CUTOFF} on the validation sessions: ` +
    `${shown(chosen)}, then ${told}${rest}`
  );
}
