import leven from 'leven';

/** Longer words are not compared: a near miss of a short word is short. */
const MAX_LENGTH = 24;

/**
 * The candidate that a mistyped word most likely stands for.
 *
 * @returns the candidate with the fewest edits, the first one on a tie; undefined if even that one differs in more
 * than half of its letters
 */
export function nearestOf<Candidate extends string>(
  word: string,
  candidates: readonly Candidate[],
): Candidate | undefined {
  if (word === '' || word.length > MAX_LENGTH) return undefined;
  let nearest: Candidate | undefined;
  let fewest = Infinity;
  for (const candidate of candidates) {
    const edits = leven(word.toLowerCase(), candidate);
    if (edits < fewest && edits <= candidate.length / 2) {
      nearest = candidate;
      fewest = edits;
    }
  }
  return nearest;
}
