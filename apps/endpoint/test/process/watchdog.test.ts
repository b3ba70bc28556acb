import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';

const FROM_SOURCE = ['--import', import.meta.resolve('tsx'), '--conditions=@lf/source'];

/** Runs a program that has a watchdog. @returns how it ended and what it said */
async function run(code: string): Promise<{ signal: unknown; said: string }> {
  const path = new URL('../../src/process/watchdog.ts', import.meta.url).href;
  const source = `import { startWatchdog } from '${path}'; ${code}`;
  const child = spawn(process.execPath, [...FROM_SOURCE, ...['--input-type=module', '-e', source]]);
  let said = '';
  child.stderr.on('data', (data: Buffer) => (said += data.toString()));
  child.stdout.resume();
  const [, signal] = (await once(child, 'close')) as [unknown, unknown];
  return { signal, said };
}

describe('the watchdog', () => {
  it('ends a process whose main thread hangs', async () => {
    const { signal, said } = await run('startWatchdog(1_500); for (;;);');
    expect(signal).toBe('SIGKILL');
    expect(said).toContain('nothing moved for 1500 ms');
  });

  it('ends a process that was told to end and does not, even with its main thread hanging', async () => {
    const { signal, said } = await run('startWatchdog(60_000).endWithin(300); for (;;);');
    expect(signal).toBe('SIGKILL');
    expect(said).toContain('did not end in time');
  });

  it('leaves a process alone that lives, and one that ends', async () => {
    const { signal, said } = await run('startWatchdog(1_500); setTimeout(() => undefined, 3_000);');
    expect({ signal, said }).toEqual({ signal: null, said: '' });
  });
});
