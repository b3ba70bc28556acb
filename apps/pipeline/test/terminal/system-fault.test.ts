import { mkdir, mkdtemp, open, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { withoutSystemCodes } from '../../src/terminal/system-fault.ts';

async function place(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'lf-fault-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await writeFile(join(root, 'file'), '');
  await mkdir(join(root, 'folder'));
  await symlink('loop', join(root, 'loop'));
  return root;
}

async function messageOf(failing: Promise<unknown>): Promise<string> {
  const error = await failing.then(
    () => new Error('it did not fail'),
    (cause: unknown) => cause,
  );
  return error instanceof Error ? error.message : String(error);
}

const FAULTS: readonly (readonly [string, (root: string) => Promise<unknown>, RegExp])[] = [
  [
    'ENOTDIR',
    (root) => readFile(join(root, 'file', 'x')),
    /file\/x: a part of this path is a file/,
  ],
  ['EISDIR', (root) => open(join(root, 'folder'), 'w'), /folder: it is a folder/],
  ['ELOOP', (root) => readFile(join(root, 'loop')), /loop: its links lead in a circle/],
  ['ENOENT', (root) => readFile(join(root, "it's, none")), /it's, none: it is not there/],
  ['EEXIST', (root) => mkdir(join(root, 'file')), /make the folder .*file: something else/],
  ['ENAMETOOLONG', (root) => readFile(join(root, 'a'.repeat(300))), /…\s\(\d+ characters\)/],
];
it.each(FAULTS)('says in a sentence what the system calls %s', async (code, fail, expected) => {
  const message = withoutSystemCodes(await messageOf(fail(await place())));
  expect(message).toMatch(expected);
  expect(message).toMatch(new RegExp(`^cannot .*\\(${code}\\)$`));
});

it.each([
  ["EACCES: permission denied, mkdir '/data/x'", 'cannot make the folder /data/x: this user'],
  ["EPERM: operation not permitted, open '/data/x'", 'cannot open /data/x: this user may not'],
  ["EROFS: read-only file system, open '/data/x'", 'cannot open /data/x: its disk is read-only'],
  ["EMFILE: too many open files, open '/data/x'", 'cannot open /data/x: too many files are open'],
  ['EIO: i/o error, read', 'cannot read a file: the disk reports an error'],
  ["EACCES: permission denied, rename '/a/b' -> '/c/d'", 'cannot put in place /c/d: this user'],
])('%s', (raw, sentence) => {
  const message = withoutSystemCodes(`run r1 failed:\n  - start: ${raw} (EACCES, 1 attempt)`);
  expect(message.startsWith(`run r1 failed:\n  - start: ${sentence}`)).toBe(true);
  expect(message.endsWith(' (EACCES, 1 attempt)')).toBe(true);
});

it('leaves other messages as they are', () => {
  const message = 'The model is worse: EPOCHS was 2, expected 3. ECOMMERCE: a shop, open daily';
  expect(withoutSystemCodes(message)).toBe(message);
});
