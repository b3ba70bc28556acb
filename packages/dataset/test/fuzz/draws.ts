import { seededRandom } from '../../src/split/seeded-random.ts';

/** Random choices that a seed reproduces. */
export interface Draws {
  /** A whole number from 0 to below `end`. */
  below(end: number): number;
  /** Whether something of this probability happens. */
  chance(probability: number): boolean;
  pick<Value>(values: readonly [Value, ...Value[]]): Value;
}

export function drawsFrom(seed: number): Draws {
  const random = seededRandom(seed);
  const below = (end: number): number => Math.floor(random() * end);
  return {
    below,
    chance: (probability) => random() < probability,
    pick: (values) => values[below(values.length)] ?? values[0],
  };
}
