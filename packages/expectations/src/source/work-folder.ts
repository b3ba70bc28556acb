import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownerMark } from '../files/owner.ts';
import { sweep } from '../files/sweep.ts';

const PREFIX = 'lf-expectations-';

/** Where this process has swept. */
const swept = new Set<string>();

/** Makes a folder that names its owner; the first time, it removes those whose owner was killed. */
export function makeWorkFolder(root = tmpdir()): string {
  if (!swept.has(root)) sweep(root, PREFIX);
  swept.add(root);
  return mkdtempSync(join(root, `${PREFIX}${ownerMark()}`));
}
