import leven from 'leven';

/**
 * The candidate closest to `name` by edit distance, case ignored; undefined if none is near.
 *
 * Near = fewer than half of the letters differ.
 */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  let nearest: string | undefined;
  let nearestDistance = name.length / 2;
  for (const candidate of candidates) {
    const distance = leven(name.toLowerCase(), candidate.toLowerCase());
    if (distance < nearestDistance) {
      nearest = candidate;
      nearestDistance = distance;
    }
  }
  return nearest;
}
