import { readPartitions } from '../plan/read-partitions.ts';
import type { ValidationResult } from '../result/validation-result.ts';
import { openPartitions } from '../source/open-partitions.ts';
import { describeSource } from '../source/source.ts';
import type { LoadedSource } from '../source/source.ts';
import { checkSuite } from './validate.ts';
import type { ValidateOptions } from './validate.ts';

/** What `validatePartitions` takes: what `validate` takes, but several sources. */
export interface ValidatePartitionsOptions extends Omit<ValidateOptions, 'source' | 'badRows'> {
  /** Partitions of one table, at least one, in the order of its rows; of any kind. */
  readonly sources: readonly [LoadedSource, ...LoadedSource[]];
}

/**
 * Checks a suite against a table in partitions, one of them open at a time: what is measured of each
 * is merged, and the result is that of their union. An expectation that cannot be merged exactly says
 * so in its exception_info. Throws as `validate` does, and PartitionMismatchError.
 */
export async function validatePartitions({
  sources,
  ...options
}: ValidatePartitionsOptions): Promise<ValidationResult> {
  return checkSuite(options, {
    described: sources.map(describeSource).join(', '),
    source: null,
    async open(begun) {
      const partitions = await openPartitions(sources, options.tables, begun);
      return {
        ...partitions,
        read: (wanted, onProgress) => readPartitions(partitions, wanted, onProgress),
      };
    },
  });
}
