import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generateShop } from '../../src/synthetic/index.ts';

it('holds a few megabytes of buffers while 60 MB of rows go by', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'lf-shop-'));
  try {
    const bufferBytes: number[] = [];
    const onProgress = (): unknown => bufferBytes.push(process.memoryUsage().arrayBuffers);
    const before = process.memoryUsage().arrayBuffers;
    const { manifest } = await generateShop({ directory, events: 300_000, onProgress });
    expect(manifest.tables.browsing_train.bytes).toBeGreaterThan(55_000_000);
    expect(bufferBytes.length).toBeGreaterThan(30);
    expect(Math.max(...bufferBytes) - before).toBeLessThan(24_000_000);
  } finally {
    await rm(directory, { recursive: true });
  }
});
