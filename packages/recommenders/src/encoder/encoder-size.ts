import type { SessionEncoderSize } from '@lf/kernels';
import { RecConfigError } from '../errors.ts';
import type { EncoderConfig } from './encoder-properties.ts';

/**
 * The model's sizes as the kernel takes them.
 *
 * @throws RecConfigError where an embedding cannot be cut into vectors
 */
export function encoderSize(
  { EMBED_DIM, MAX_LEN }: Pick<EncoderConfig, 'EMBED_DIM' | 'MAX_LEN'>,
  itemCount: number,
): SessionEncoderSize {
  if (EMBED_DIM % 8 !== 0) {
    const issue = { key: 'EMBED_DIM', value: EMBED_DIM, expected: 'a multiple of 8' };
    throw new RecConfigError('ENCODER', [issue]);
  }
  return { dimensions: EMBED_DIM, positions: MAX_LEN, items: itemCount };
}
