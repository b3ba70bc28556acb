import { TOLERANCE } from './model-case.ts';

/** Items of one session, best first, with their scores. */
export interface Ranks {
  readonly items: readonly number[];
  readonly scores: readonly number[];
}

/** Of two scores; beyond 1 it is relative, as float32 keeps some seven digits of any number. */
function differenceOf(score: number, found: number): number {
  return Math.abs(score - found) / Math.max(1, Math.abs(score));
}

/**
 * How far two rankings are apart: the largest difference of scores at the same place. Where the items
 * at a place differ, they must tie: the other side gives the item a score as near as the tolerance,
 * or, if it stopped before that item, its last score is as near.
 *
 * @returns Infinity where they rank differently
 */
export function differencesOfRanks(own: Ranks, found: Ranks): number {
  const scoreOf = new Map(own.items.map((item, place) => [item, own.scores[place] ?? NaN]));
  const last = own.scores.at(-1) ?? NaN;
  if (new Set(found.items).size !== found.items.length) return Infinity;
  return own.items.reduce((largest, item, place) => {
    const [score, foundScore, foundItem] = [
      own.scores[place] ?? NaN,
      found.scores[place] ?? NaN,
      found.items[place] ?? NaN,
    ];
    const difference = differenceOf(score, foundScore);
    const isTie = differenceOf(scoreOf.get(foundItem) ?? last, foundScore) <= TOLERANCE;
    const isAlike = foundItem === item || isTie;
    return isAlike && Number.isFinite(difference) ? Math.max(largest, difference) : Infinity;
  }, 0);
}

/**
 * How far an answer is from what a model gives that knows nothing of a session: the most popular
 * items, which are those of the lowest indices, all with score 0.
 *
 * @returns Infinity unless the items are rising
 */
export function differenceFromPopular({ items, scores }: Ranks): number {
  const isRising = items.every((item, place) => place === 0 || item > (items[place - 1] ?? item));
  return isRising ? Math.max(...scores.map(Math.abs)) : Infinity;
}
