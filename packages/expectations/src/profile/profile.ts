import type { Source } from '../source/source.ts';
import type { Suite } from '../suite/suite.ts';
import type { ProfileOptions } from './options.ts';
import type { Proposal } from './proposal.ts';

/** A proposed suite; `reasons` stand in the order of its expectations. */
export interface Profile {
  readonly suite: Suite;
  readonly reasons: readonly Proposal[];
}

/**
 * Proposes a suite that the data passes: schema, nulls, keys, value sets, ranges, shapes and lengths
 * of texts, number of rows. Reads the data in one scan, the columns of few values in a second, and
 * groups each column that may be a key. Throws UnreadableSourceError.
 *
 * @example
 * const { suite } = await profile({ parquet: 'orders.parquet' }, { name: 'orders' });
 */
export async function profile(
  source: Source,
  options: Partial<ProfileOptions> = {},
): Promise<Profile> {
  // A check proposes nothing, and loads nothing that does
  const { proposeSuite } = await import('./propose-suite.ts');
  return proposeSuite(source, options);
}
