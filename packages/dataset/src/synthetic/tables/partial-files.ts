import { ownerMark, removeLeftovers } from '@lf/contract';
import { TABLE_NAMES } from '../../schema/tables.ts';

const PARTIAL = '.partial-';

/** Names that a file of a shop may have. */
const NAMES = ['shop.json', ...TABLE_NAMES.flatMap((name) => [`${name}.csv`, `${name}.csv.gz`])];

/** Where this process writes the file at `path` until it is whole. */
export function partialPathOf(path: string): string {
  return `${path}${PARTIAL}${ownerMark()}`;
}

/** Removes what processes that were killed have left in `directory`. */
export async function removeAbandonedPartials(directory: string): Promise<void> {
  for (const name of NAMES) await removeLeftovers(directory, `${name}${PARTIAL}`);
}
