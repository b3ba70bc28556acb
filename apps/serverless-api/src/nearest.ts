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
    const edits = editsBetween(word.toLowerCase(), candidate);
    if (edits < fewest && edits <= candidate.length / 2) {
      nearest = candidate;
      fewest = edits;
    }
  }
  return nearest;
}

/** Levenshtein distance, one row of the table at a time. */
function editsBetween(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = at(above, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, at(above, column) + 1, at(current, column - 1) + 1));
    }
    above = current;
  }
  return at(above, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
