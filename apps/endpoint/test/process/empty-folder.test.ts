import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ownerMark } from '@lf/contract';
import { describe, expect, it } from 'vitest';
import { RunningProgram } from '../running-program.ts';
import { bundleFolder } from '../in-process.ts';

const own = async (pid: number | undefined) =>
  (await readdir(tmpdir())).filter((name) => name.startsWith(`lf-endpoint-cwd-${pid}.`));

describe('the program', () => {
  it('works in an empty folder, which goes with it, and takes along those of killed ones', async () => {
    const bundles = await bundleFolder();
    const bundle = await bundles.version('model.tar.gz', 1);
    const killed = await new RunningProgram(['--bundle', bundle, '--port', '0']).ready();
    const [left = ''] = await own(killed.child.pid);
    killed.child.kill('SIGKILL');
    await killed.exit;
    expect(await own(killed.child.pid)).toEqual([left]);
    const [, , where = ''] = ownerMark().split('.');
    // Larger than any process id
    const full = join(tmpdir(), `lf-endpoint-cwd-99999998.1.${where}full`);
    // This very process's id, as if it had been another's before
    const reused = join(tmpdir(), `lf-endpoint-cwd-${process.pid}.1.${where}reused`);
    const living = join(tmpdir(), `lf-endpoint-cwd-${ownerMark()}living`);
    for (const path of [full, reused, living]) await mkdir(path, { recursive: true });
    await writeFile(join(full, 'file'), 'somebody else put it there');
    const program = await new RunningProgram(['--bundle', bundle, '--port', '0']).ready();
    const [folder = ''] = await own(program.child.pid);
    expect(await readdir(join(tmpdir(), folder))).toEqual([]);
    const names = await readdir(tmpdir());
    expect(names).not.toContain(left);
    expect(names).not.toContain(basename(reused));
    expect(names).toContain(basename(full));
    expect(names).toContain(basename(living));
    program.child.kill('SIGTERM');
    expect(await program.exit).toBe(0);
    expect(await own(program.child.pid)).toEqual([]);
    for (const path of [full, living]) await rm(path, { recursive: true });
    await bundles.remove();
  });
});
