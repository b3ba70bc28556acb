import { createHash } from 'node:crypto';
import { isArtifactRef } from '@lf/flow';

/** What a value holds at its ends. */
export type Leaf = string | number | boolean | null;

/** A longer text, such as a suite, is told by its digest. In UTF-16 units. */
const MOST_TEXT = 80;

/**
 * The ends of a value by their paths, `config.EPOCHS`; a list of plain values is one end. Artifacts are left out: they are
 * compared by their digests.
 */
export function leavesOf(value: unknown, path = ''): ReadonlyMap<string, Leaf> {
  const leaves = new Map<string, Leaf>();
  const visit = (part: unknown, at: string): void => {
    if (isArtifactRef(part) || part === undefined) return;
    if (typeof part === 'string') leaves.set(at, shortened(part));
    else if (typeof part !== 'object' || part === null) leaves.set(at, leafOf(part));
    else if (Array.isArray(part) && part.every((each) => typeof each !== 'object')) {
      leaves.set(at, shortened(part.join(', ')));
    } else {
      for (const [name, each] of Object.entries(part))
        visit(each, at === '' ? name : `${at}.${name}`);
    }
  };
  visit(value, path);
  return leaves;
}

function leafOf(part: unknown): Leaf {
  return typeof part === 'number' || typeof part === 'boolean' ? part : null;
}

function shortened(text: string): string {
  if (text.length <= MOST_TEXT) return text;
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return `${text.length} characters, sha256 ${digest}`;
}
