import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Workplace, type Finished } from '../workplace.ts';

const IN_A_REMOVED_FOLDER = fileURLToPath(new URL('in-a-removed-folder.ts', import.meta.url));

let place: Workplace;
beforeAll(async () => {
  place = await Workplace.open(null);
});
afterAll(() => place.close());

/** One clear error. */
function expectTold({ code, stderr }: Finished, expected: RegExp): void {
  expect(stderr).toMatch(expected);
  expect(stderr).not.toMatch(/^\s+at .*:\d+/m);
  expect(code).toBe(1);
}

describe('lf in surroundings that lack something', () => {
  const homes: readonly (readonly [string, NodeJS.ProcessEnv])[] = [
    ['no HOME', { HOME: undefined }],
    ['a HOME that is not there', { HOME: '/nope' }],
    ['a HOME where nothing can be written', { HOME: '/proc' }],
    ['no PATH', { PATH: '' }],
  ];
  it.each(homes)('%s: works all the same', async (_name, environment) => {
    expect(await place.lf(['upload'], environment)).toMatchObject({ code: 0 });
  });

  it('a temporary folder with blanks and other letters in its name: works all the same', async () => {
    const TMPDIR = join(place.folder, "a folder's näme");
    await mkdir(TMPDIR);
    expect(await place.lf(['upload'], { TMPDIR })).toMatchObject({ code: 0 });
  });

  it.each(['/nope/tmp', '/proc'])(
    'a temporary folder %s: a result or a clear error',
    async (TMPDIR) => {
      const finished = await place.lf(['upload'], { TMPDIR, TSX_DISABLE_CACHE: '1' });
      if (finished.code !== 0) expectTold(finished, /^error .*(TMPDIR|\/nope\/tmp|\/proc)/);
    },
  );

  it('a working directory that was removed: told', async () => {
    const child = spawn(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), '--conditions=@lf/source', IN_A_REMOVED_FOLDER],
      {
        env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, CI: undefined },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    expectTold({ code, stdout: '', stderr }, /^error Starting: .* it was removed/);
  });

  it('a datastore that may only be read: told, with its runs still listed', async () => {
    // Root may write everywhere but in /sys
    let root = '/sys/kernel';
    if (process.getuid?.() !== 0) {
      root = join(place.folder, 'read-only');
      await mkdir(root);
      await chmod(root, 0o500);
    }
    const environment = { LF_DATASTORE_ROOT: `file:${root}/lf` };
    expectTold(await place.lf(['upload'], environment), /writing to the store/);
    expect(await place.lf(['runs'], environment)).toMatchObject({ code: 0 });
  });

  it('a disk that is full: told, and nothing half-written stays', async (test) => {
    const disk = join(place.folder, 'small');
    await mkdir(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk], { stdio: 'pipe' });
    } catch {
      test.skip('only root may mount a small disk');
    }
    onTestFinished(() => void execFileSync('umount', [disk]));
    const environment = { LF_DATASTORE_ROOT: `file:${disk}/lf` };
    expectTold(await place.lf(['upload'], environment), /No space left/);
    const left = await readdir(disk, { recursive: true, withFileTypes: true });
    expect(left.filter((entry) => entry.isFile())).toEqual([]);
  });
});

describe('the ends of its streams', () => {
  it('a reader that stops reading is no fault', async () => {
    const child = place.start(['settings', '--json']);
    const closed = once(child, 'close');
    let stderr = '';
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout?.destroy();
    const [code] = (await closed) as [number | null];
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it.runIf(process.platform === 'linux')(
    'an output that takes no more is told, without input or not',
    () => {
      const shell = (script: string) =>
        place.shell(script).then(({ code, stderr }) => ({ code, stderr }));
      return Promise.all([
        expect(shell('"$@" settings >/dev/full')).resolves.toEqual({
          code: 1,
          stderr: 'error Writing the output: the system refused it (ENOSPC).\n',
        }),
        expect(shell('"$@" settings <&- >&-')).resolves.toEqual({ code: 0, stderr: '' }),
      ]);
    },
  );
});
