import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Source } from '../record/entry.ts';
import { quietEnvironment } from '../system/quiet-environment.ts';

/** A repository of a million files may take longer: then the run goes without. */
const TIMEOUT_MS = 10_000;

/** The git commit that a folder is at, or null where there is no repository or no git. */
export async function readSource(folder: string): Promise<Source | null> {
  const git = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)('git', [...args], {
      cwd: folder,
      timeout: TIMEOUT_MS,
      maxBuffer: 64 * 1024 * 1024,
      // Reading takes no lock, so a commit at the same moment is not disturbed.
      env: { ...quietEnvironment(), GIT_OPTIONAL_LOCKS: '0' },
    });
    return stdout.trim();
  };
  try {
    const commit = await git('rev-parse', 'HEAD');
    const [branch, remote, changes] = await Promise.all([
      git('symbolic-ref', '--short', 'HEAD').catch(() => ''),
      git('config', '--get', 'remote.origin.url').catch(() => ''),
      git('status', '--porcelain'),
    ]);
    return {
      commit,
      branch: branch === '' ? null : branch,
      remote: remote === '' ? null : withoutUser(remote),
      isDirty: changes !== '',
    };
  } catch {
    return null;
  }
}

/** `https://user:token@host/x` without user and token; an address of another form as it is. */
function withoutUser(remote: string): string {
  return remote.replace(/^([a-z+]+:\/\/)[^/@]*@/i, '$1');
}
