import { createRandom } from '../../src/random/random.ts';
import type { Sentences } from '../../src/index.ts';

/** Sentences of 0 to 2 * meanLength words; low items come more often. */
export function randomSentences(sizes: {
  readonly sentences: number;
  readonly itemCount: number;
  readonly meanLength: number;
  readonly seed: number;
}): Sentences {
  const random = createRandom(sizes.seed);
  const below = (count: number, power = 1): number => Math.floor(random.uniform() ** power * count);
  const lengths = Array.from({ length: sizes.sentences }, () => below(2 * sizes.meanLength + 1));
  const offsets = Uint32Array.of(0, ...lengths);
  for (let s = 1; s < offsets.length; s++) offsets[s]! += offsets[s - 1]!;
  const items = Uint32Array.from({ length: offsets.at(-1) }, () => below(sizes.itemCount, 2));
  return { offsets, items };
}

/** Sentences whose items all lie in one of two halves: 0 .. half - 1, or half .. 2 half - 1. */
export function twoHalves(half: number, sentences: number, length: number): Sentences {
  const random = createRandom(3);
  const items = Uint32Array.from(
    { length: sentences * length },
    (_, word) => (Math.floor(word / length) % 2) * half + Math.floor(random.uniform() * half),
  );
  return { offsets: Uint32Array.from({ length: sentences + 1 }, (_, s) => s * length), items };
}
