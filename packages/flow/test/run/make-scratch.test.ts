import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FlowError } from '../../src/errors.ts';
import { makeScratch } from '../../src/run/make-scratch.ts';
import { claimPrivateDirectory } from '../../src/run/private-directory.ts';

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lf-scratch-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

it('makes a directory with its parents, and takes one that is there', async () => {
  const path = join(await newFolder(), 'a', 'b', 'c');
  await Promise.all([makeScratch(path), makeScratch(path)]);
  await makeScratch(path);
  expect((await stat(path)).isDirectory()).toBe(true);
});

describe('a directory to work in that cannot be made', () => {
  it.each(['below /proc', 'below a file', 'in a read-only folder', 'with a long name'])(
    '%s, is told with what the system said',
    async (place) => {
      const folder = await newFolder();
      await writeFile(join(folder, 'file'), '');
      await mkdir(join(folder, 'read-only'));
      await chmod(join(folder, 'read-only'), 0o500);
      // Root may write everywhere but in /sys
      const readOnly = process.getuid?.() === 0 ? '/sys/x' : join(folder, 'read-only', 'x');
      const paths: Readonly<Record<string, string>> = {
        'below /proc': '/proc/nope/x/y',
        'below a file': join(folder, 'file', 'x'),
        'in a read-only folder': readOnly,
        'with a long name': join(folder, 'n'.repeat(300)),
      };
      const path = paths[place] ?? '';
      for (const make of [makeScratch, claimPrivateDirectory]) {
        const error = await make(path).catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(FlowError);
        expect(error).toMatchObject({ code: 'scratch_unwritable' });
        expect(String(error)).toMatch(/refused it \(E[A-Z]+\)/);
      }
    },
  );
});
