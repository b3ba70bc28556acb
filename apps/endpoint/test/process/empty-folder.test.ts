import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RunningProgram } from '../running-program.ts';
import { bundleFolder } from '../in-process.ts';

const own = async (pid: number | undefined) =>
  (await readdir(tmpdir())).filter((name) => name.startsWith(`lf-endpoint-cwd-${pid}-`));

describe('the program', () => {
  it('works in an empty folder, which goes with it, and takes along those of killed ones', async () => {
    // Larger than any process id
    const left = join(tmpdir(), 'lf-endpoint-cwd-99999999-killed');
    const full = join(tmpdir(), 'lf-endpoint-cwd-99999998-killed');
    await mkdir(left, { recursive: true });
    await mkdir(full, { recursive: true });
    await writeFile(join(full, 'file'), 'somebody else put it there');
    const bundles = await bundleFolder();
    const bundle = await bundles.version('model.tar.gz', 1);
    const program = await new RunningProgram(['--bundle', bundle, '--port', '0']).ready();
    const [folder = ''] = await own(program.child.pid);
    expect(await readdir(join(tmpdir(), folder))).toEqual([]);
    const names = await readdir(tmpdir());
    expect(names).not.toContain('lf-endpoint-cwd-99999999-killed');
    expect(names).toContain('lf-endpoint-cwd-99999998-killed');
    program.child.kill('SIGTERM');
    expect(await program.exit).toBe(0);
    expect(await own(program.child.pid)).toEqual([]);
    await rm(full, { recursive: true });
    await bundles.remove();
  });
});
