import { readPartitions } from '../plan/read-partitions.ts';
import type { ValidationResult } from '../result/validation-result.ts';
import { openPartitions } from '../source/open-partitions.ts';
import { describeSource } from '../source/source.ts';
import type { LoadedSource } from '../source/source.ts';
import type { Measured } from './evaluate.ts';
import { checkSuite, splitterOf } from './validate.ts';
import type { ValidateOptions } from './validate.ts';

/** What `validatePartitions` takes: what `validate` takes, but several sources. */
export interface ValidatePartitionsOptions extends Omit<ValidateOptions, 'source'> {
  /** Partitions of one table, at least one, in the order of its rows; of any kind. */
  readonly sources: readonly [LoadedSource, ...LoadedSource[]];
}

/**
 * Checks a suite against a table in partitions, one of them open at a time: what is measured of each
 * is merged, and the result is that of their union. An expectation that cannot be merged exactly says
 * so in its exception_info. Bad rows take a second look at each partition. Throws as `validate` does, and PartitionMismatchError.
 */
export async function validatePartitions({
  sources,
  badRows,
  ...options
}: ValidatePartitionsOptions): Promise<ValidationResult> {
  const splitter = await splitterOf(badRows, [...sources, ...Object.values(options.tables ?? {})]);
  return checkSuite(options, {
    described: sources.map(describeSource).join(', '),
    source: null,
    async open(begun) {
      const partitions = await openPartitions(sources, options.tables, begun);
      const read: Measured['read'] = (wanted, onProgress) =>
        readPartitions(partitions, wanted, onProgress);
      if (splitter === null) return { ...partitions, read };
      const folder = (await (await begun).opened).workFolder();
      return { ...partitions, read, split: splitter(partitions, folder) };
    },
  });
}
