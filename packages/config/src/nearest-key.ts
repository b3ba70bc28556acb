import leven from 'leven';

/**
 * The known key with the fewest edits from a misspelt one, case aside; the first one on a tie.
 *
 * @returns undefined where more than a third of the misspelt key (or two letters, if that is more) would change
 */
export function nearestKey(misspelt: string, keys: readonly string[]): string | undefined {
  const upper = misspelt.toUpperCase();
  let nearest: string | undefined;
  let fewest = Math.max(2, Math.floor(misspelt.length / 3)) + 1;
  for (const key of keys) {
    // At least so many letters differ: a key of a megabyte is compared with none
    if (Math.abs(misspelt.length - key.length) >= fewest) continue;
    const edits = leven(upper, key.toUpperCase());
    if (edits < fewest) {
      nearest = key;
      fewest = edits;
    }
  }
  return nearest;
}
