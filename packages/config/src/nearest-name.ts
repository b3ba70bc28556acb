import leven from 'leven';

/**
 * The known name with the fewest edits from a misspelt one, case aside; the first one on a tie.
 *
 * @returns undefined where more than a third of the misspelt name (or two letters, if that is more) would change, or
 * every letter of it
 */
export function nearestName(misspelt: string, names: readonly string[]): string | undefined {
  const upper = misspelt.toUpperCase();
  let nearest: string | undefined;
  let fewest = Math.max(2, Math.floor(misspelt.length / 3)) + 1;
  for (const name of names) {
    // At least so many letters differ: a name of a megabyte is compared with none
    if (Math.abs(misspelt.length - name.length) >= fewest) continue;
    const edits = leven(upper, name.toUpperCase());
    if (edits < fewest && edits < Math.max(misspelt.length, name.length)) {
      nearest = name;
      fewest = edits;
    }
  }
  return nearest;
}
