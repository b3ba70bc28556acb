import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FlowError } from '../errors.ts';

/**
 * Makes a directory to work in, with its parents, one by one: Node's own `recursive` never ends where the system makes
 * none, such as below /proc.
 *
 * @throws FlowError `scratch_unwritable`
 */
export async function makeScratch(path: string): Promise<void> {
  try {
    await makeWithParents(path);
  } catch (error) {
    throw unwritableScratch(path, error);
  }
}

/** What the system refused, as an error that says what to do. */
export function unwritableScratch(path: string, cause: unknown): FlowError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  const shown = path.length <= 200 ? path : `${path.slice(0, 160)}… (${path.length} characters)`;
  return new FlowError(
    'scratch_unwritable',
    `working in ${shown}: expected a directory that this user may make, but the system refused it (${code}); ` +
      'set another temporary directory (TMPDIR) or scratchDirectory',
    { cause },
  );
}

async function makeWithParents(path: string): Promise<void> {
  try {
    await makeOne(path);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing || dirname(path) === path) throw error;
    await makeWithParents(dirname(path));
    await makeOne(path);
  }
}

async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const found = await stat(path).catch(() => null);
    if (!found?.isDirectory()) throw error;
  }
}
