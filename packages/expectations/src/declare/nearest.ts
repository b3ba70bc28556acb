import leven from 'leven';

/** How many letters may differ, as a share of the word, before a guess is worse than none. */
const NEAR_RATIO = 0.4;

/** The known word with the fewest edits from a mistyped one, the first one on a tie; undefined where none is near. */
export function nearestOf(word: string, known: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let most = Math.max(1, word.length * NEAR_RATIO);
  for (const each of known) {
    // So many letters differ at least: a word of a megabyte is compared with none
    if (Math.abs(word.length - each.length) > most) continue;
    const edits = leven(word, each);
    if (edits > most || (nearest !== undefined && edits === most)) continue;
    nearest = each;
    most = edits;
  }
  return nearest;
}
