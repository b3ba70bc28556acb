import leven from 'leven';

/**
 * The known name that a misspelt one most likely meant.
 *
 * @returns undefined where nothing lies within a third of the name's length in edits
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.floor(name.length / 3) + 1;
  for (const candidate of known) {
    // So many letters differ at least: a name of a megabyte is compared with none
    if (Math.abs(name.length - candidate.length) >= bestDistance) continue;
    const distance = leven(name.toUpperCase(), candidate.toUpperCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}
