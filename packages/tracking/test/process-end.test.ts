import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readTrackedRun } from '../src/index.ts';

const script = fileURLToPath(new URL('fixtures/end-with-process.ts', import.meta.url));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

async function run(
  way: string,
  signal?: NodeJS.Signals,
): Promise<{ ended: unknown[]; status: string; losses: number | undefined }> {
  const directory = await mkdtemp(join(tmpdir(), 'tracking-end-'));
  const child = spawn(process.execPath, ['--import', tsx, script, directory, way], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (signal !== undefined) child.stdout.once('data', () => child.kill(signal));
  const ended = await once(child, 'exit');
  const { status, metrics } = await readTrackedRun(directory);
  await rm(directory, { recursive: true });
  return { ended, status, losses: metrics['loss']?.length };
}

describe('a run whose process ends without finish', () => {
  it('is completed when nothing was left to do', async () => {
    expect(await run('idle')).toEqual({ ended: [0, null], status: 'completed', losses: 1 });
  });

  it('is failed after an exit code or an error', async () => {
    expect(await run('exit')).toEqual({ ended: [3, null], status: 'failed', losses: 1 });
    expect(await run('throw')).toEqual({ ended: [1, null], status: 'failed', losses: 1 });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'is failed after %s, by which it dies',
    async (signal) => {
      expect(await run('wait', signal)).toEqual({
        ended: [null, signal],
        status: 'failed',
        losses: 1,
      });
    },
  );
});
