import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invoke } from '@lf/deploy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningProgram } from './running-program.ts';
import { oneHot, tinyBundle } from './tiny-bundle.ts';

let folder: string;
let home: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lf-endpoint-quiet-'));
  home = join(folder, 'home');
  await mkdir(home);
  await writeFile(join(folder, 'model.tar.gz'), await tinyBundle());
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Where nobody decided on usage data: ONNX Runtime is quiet of itself in CI, so CI is hidden from it. */
const UNDECIDED = {
  ORT_DISABLE_TELEMETRY: undefined,
  CI: undefined,
  GITHUB_ACTIONS: undefined,
  XDG_CACHE_HOME: undefined,
};

describe('a model opened where nobody decided on usage data', () => {
  it('leaves no id and no event database in the home of its user', async () => {
    const flags = ['--bundle', join(folder, 'model.tar.gz'), '--port', '0'];
    const program = await new RunningProgram(flags, { ...UNDECIDED, HOME: home }).ready();
    await invoke({ url: program.url, instances: [oneHot([1, 2, 3])] });
    program.child.kill('SIGTERM');
    expect(await program.exit).toBe(0);
    expect(await readdir(home)).toEqual([]);
  });
});
