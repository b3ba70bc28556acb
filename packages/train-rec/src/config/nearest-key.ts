import leven from 'leven';

/** The known key with the fewest edits from a misspelt one; undefined where over a third would change. */
export function nearestKey(misspelt: string, keys: readonly string[]): string | undefined {
  const upper = misspelt.toUpperCase();
  const [nearest] = keys
    .map((key) => ({ key, edits: leven(upper, key) }))
    .filter(({ edits }) => edits <= Math.max(2, Math.floor(misspelt.length / 3)))
    .sort((a, b) => a.edits - b.edits);
  return nearest?.key;
}
