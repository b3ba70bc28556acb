import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseGpus, readGpus } from '../../src/system/read-gpus.ts';
import { systemSampler } from '../../src/system/sample-system.ts';

describe('the system sampler', () => {
  it('tells gauges at once and rates from the second sample on', async () => {
    const sample = systemSampler({ directory: tmpdir(), clock: Date.now });
    const first = await sample();
    expect(first['memory.usedPercent']).toBeGreaterThan(0);
    expect(first['process.memory.rssBytes']).toBeGreaterThan(1e6);
    expect(first['disk.freeBytes']).toBeGreaterThan(0);
    expect(first).not.toHaveProperty('cpu.percent');
    const until = Date.now() + 60;
    while (Date.now() < until);
    const second = await sample();
    expect(second['process.cpu.percent']).toBeGreaterThan(0);
    expect(Object.values(second).every(Number.isFinite)).toBe(true);
  });

  it('goes without the disk of a folder that is not there', async () => {
    const sample = await systemSampler({ directory: '/no/such', clock: Date.now })();
    expect(sample).not.toHaveProperty('disk.freeBytes');
  });
});

describe('the reader of GPUs', () => {
  it('reads a line a GPU, without what it does not tell', () => {
    expect(parseGpus('0, 97, 1024, 4096, 61, 250.5\n1, 0, 0, 4096, [N/A], [N/A]\n')).toEqual({
      'gpu.0.percent': 97,
      'gpu.0.memory.usedBytes': 1024 ** 3,
      'gpu.0.memory.usedPercent': 25,
      'gpu.0.temperatureCelsius': 61,
      'gpu.0.powerWatts': 250.5,
      'gpu.1.percent': 0,
      'gpu.1.memory.usedBytes': 0,
      'gpu.1.memory.usedPercent': 0,
    });
  });

  it('asks nvidia-smi, without the keys of this process', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tracking-gpu-'));
    const command = join(folder, 'nvidia-smi');
    await writeFile(command, '#!/bin/sh\necho "0, ${LF_TEST_KEY:-7}, 1, 2, 3, 4"\n');
    await chmod(command, 0o755);
    process.env['LF_TEST_KEY'] = '99';
    expect((await readGpus(command)())['gpu.0.percent']).toBe(7);
    delete process.env['LF_TEST_KEY'];
    await rm(folder, { recursive: true });
  });

  it('of a machine without nvidia-smi tells nothing', async () => {
    const gpus = readGpus('no-such-program');
    expect(await gpus()).toEqual({});
    expect(await gpus()).toEqual({});
  });
});
