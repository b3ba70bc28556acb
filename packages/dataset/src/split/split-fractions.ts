import { InvalidOptionError } from '../errors.ts';
import { UnsplittableError } from './split-errors.ts';

/** The share of groups (sessions or visitors) that each part gets; they add up to 1. */
export interface SplitFractions {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/**
 * Where the parts of `count` groups in order of their start end, rounded to the nearest group.
 *
 * @throws InvalidOptionError if the fractions are not shares of 1.
 * @throws UnsplittableError if a part with a fraction above 0 would get no group.
 */
export function splitBounds(
  count: number,
  fractions: SplitFractions,
): { readonly trainEnd: number; readonly validationEnd: number } {
  const shares = [fractions.train, fractions.validation, fractions.test];
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (!shares.every((share) => share >= 0 && share <= 1) || Math.abs(total - 1) > 1e-9) {
    throw new InvalidOptionError(
      'fractions',
      fractions,
      'three shares from 0 to 1 that add up to 1',
    );
  }
  const trainEnd = Math.round(fractions.train * count);
  const validationEnd = Math.round((fractions.train + fractions.validation) * count);
  const sizes = [trainEnd, validationEnd - trainEnd, count - validationEnd];
  if (shares.some((share, part) => share > 0 && sizes[part] === 0)) {
    throw new UnsplittableError(
      count,
      `train, validation and test would get ${sizes.join(', ')}. Use more data or other fractions.`,
    );
  }
  return { trainEnd, validationEnd };
}
