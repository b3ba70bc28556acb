import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TrialRoom } from '../../src/trial/trial-room.ts';
import { bundleFolder } from '../in-process.ts';
import { RunningProgram } from '../running-program.ts';
import { tinyBundle } from '../tiny-bundle.ts';

let bundles: Awaited<ReturnType<typeof bundleFolder>>;
let sound: string;
let lying: string;
beforeAll(async () => {
  bundles = await bundleFolder();
  sound = await bundles.version('model.tar.gz', 1);
  const outputs = [{ name: 'nothing', dtype: 'float32' as const, shape: ['batch', 1] }];
  lying = await bundles.write('lying.tar.gz', await tinyBundle({ outputs }));
});
afterAll(() => bundles.remove());

describe('a trial in a process of its own', () => {
  it('lets a sound bundle pass, and says of others what is wrong; the process serves them all', async () => {
    const room = new TrialRoom(60_000);
    await room.require(sound);
    await expect(room.require(lying)).rejects.toMatchObject({ code: 'model_refused' });
    await expect(room.require('/dev/zero')).rejects.toMatchObject({ code: 'bundle_unreadable' });
    await room.require(sound);
    room.close();
  });

  it('ends one that takes too long, and is there for the next', async () => {
    const room = new TrialRoom(1);
    for (let round = 0; round < 2; round += 1) {
      await expect(room.require(sound)).rejects.toMatchObject({
        code: 'model_refused',
        message: 'Loading the model: it was not loaded within 1 ms.',
      });
    }
    room.close();
  });
});

describe('a running server', () => {
  it('tries a bundle elsewhere before it takes it, and tells why it does not', async () => {
    const flags = ['--bundle', sound, '--port', '0', '--manage', '--warm-up-ms', '0'];
    const secret = { AWS_SECRET_ACCESS_KEY: 'not for the trial' };
    const program = await new RunningProgram(flags, secret).ready();
    const put = (url: string) =>
      fetch(`${program.url}/models/default`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ url }),
      });
    const refused = await put(lying);
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ error: { code: 'model_refused' } });
    expect((await put(await bundles.version('next.tar.gz', 2))).status).toBe(200);
    if (process.platform === 'linux') {
      const children = await childrenOf(program.child.pid);
      expect(children).toHaveLength(1);
      expect(await readFile(`/proc/${children[0]}/environ`, 'utf8')).not.toContain('not for');
    }
    program.child.kill('SIGTERM');
    expect(await program.exit).toBe(0);
    if (process.platform === 'linux') expect(await childrenOf(program.child.pid)).toEqual([]);
  });
});

/** On Linux each thread lists the children that it started. */
async function childrenOf(pid: number | undefined): Promise<string[]> {
  const path = join('/proc', String(pid), 'task', String(pid), 'children');
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split(' ').filter((child) => child !== '');
}
