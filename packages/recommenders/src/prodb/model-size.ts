import type { MaskedLmSize } from '@lf/kernels';
import { RecConfigError } from '../errors.ts';
import type { ProdbConfig } from './prodb-properties.ts';

/** Keys that give the model its size. */
export type SizeConfig = Pick<
  ProdbConfig,
  'EMBED_DIM' | 'NUM_HEAD' | 'FF_DIM' | 'NUM_LAYERS' | 'MAX_LEN' | 'TIED_WEIGHTS'
>;

/**
 * The model's sizes as the kernels take them.
 *
 * @throws RecConfigError where widths cannot be cut into heads or into vectors
 */
export function modelSize(config: SizeConfig, itemCount: number): MaskedLmSize {
  const { EMBED_DIM, NUM_HEAD, FF_DIM, NUM_LAYERS, MAX_LEN, TIED_WEIGHTS } = config;
  const issues = [
    { key: 'EMBED_DIM', value: EMBED_DIM, factor: 8 },
    { key: 'EMBED_DIM', value: EMBED_DIM, factor: 4 * NUM_HEAD },
    { key: 'FF_DIM', value: FF_DIM, factor: 8 },
  ].filter(({ value, factor }) => value % factor !== 0);
  if (issues.length > 0) {
    throw new RecConfigError(
      'PRODB',
      issues.map(({ key, value, factor }) => ({ key, value, expected: `a multiple of ${factor}` })),
    );
  }
  return {
    dimensions: EMBED_DIM,
    heads: NUM_HEAD,
    feedForward: FF_DIM,
    layers: NUM_LAYERS,
    positions: MAX_LEN,
    items: itemCount,
    isTied: TIED_WEIGHTS,
  };
}
