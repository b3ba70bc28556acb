import type { ProdbConfig } from '@lf/recommenders/training';

/** How many items stand for all in a step's softmax; 0 for the full one, which small catalogues always get. */
export function softmaxSamples(
  { SOFTMAX, SAMPLES }: Pick<ProdbConfig, 'SOFTMAX' | 'SAMPLES'>,
  itemCount: number,
): number {
  return SOFTMAX === 'full' || SAMPLES >= itemCount ? 0 : SAMPLES;
}
