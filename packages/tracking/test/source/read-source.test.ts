import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSource } from '../../src/source/read-source.ts';

let folder: string;
const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    cwd: folder,
    encoding: 'utf8',
  }).trim();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracking-git-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('readSource', () => {
  it('tells commit, branch and remote without its password, and whether files differ', async () => {
    git('init', '-q', '-b', 'trunk');
    git('remote', 'add', 'origin', 'https://me:secret@example.com/x.git');
    git('commit', '-q', '--allow-empty', '-m', 'first');
    const commit = git('rev-parse', 'HEAD');
    const remote = 'https://example.com/x.git';
    expect(await readSource(folder)).toEqual({ commit, branch: 'trunk', remote, isDirty: false });
    await writeFile(join(folder, 'new.txt'), 'x');
    git('checkout', '-q', '--detach');
    expect(await readSource(folder)).toEqual({ commit, branch: null, remote, isDirty: true });
  });

  it('tells nothing outside a repository, and of one without a commit', async () => {
    expect(await readSource(folder)).toBeNull();
    git('init', '-q');
    expect(await readSource(folder)).toBeNull();
    expect(await readSource(join(folder, 'missing'))).toBeNull();
  });
});
