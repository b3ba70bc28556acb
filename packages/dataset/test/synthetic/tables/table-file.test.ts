import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { TableFile } from '../../../src/synthetic/tables/table-file.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lf-table-'));
});
afterEach(() => rm(directory, { recursive: true }));

it.each(['table.csv', 'table.csv.gz'])(
  'lets two buffers take turns in writing %s',
  async (name) => {
    const file = new TableFile(join(directory, name));
    const buffers = [new Uint8Array(100_000), new Uint8Array(100_000)];
    for (let chunk = 0; chunk < 20; chunk++) {
      const buffer = buffers[chunk % 2]!;
      buffer.fill(chunk);
      await file.write(buffer);
    }
    const size = await file.close();
    expect(await readdir(directory)).toEqual([
      expect.stringContaining(`${name}.partial-${process.pid}.`),
    ]);
    await file.publish();
    expect(await readdir(directory)).toEqual([name]);
    const bytes = await readFile(file.path);
    expect(bytes).toHaveLength(size);
    const plain = name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
    const expected = Buffer.concat(
      Array.from({ length: 20 }, (_, chunk) => Buffer.alloc(100_000, chunk)),
    );
    expect(plain.equals(expected)).toBe(true);
  },
);

it.each(['table.csv', 'table.csv.gz'])('discards %s', async (name) => {
  const file = new TableFile(join(directory, name));
  await file.write(new Uint8Array(1_000));
  await file.discard();
  expect(await readdir(directory)).toEqual([]);
});

it.each(['none/table.csv', 'none/table.csv.gz'])('says why %s cannot be written', async (name) => {
  const file = new TableFile(join(directory, name));
  const write = async (): Promise<void> => {
    for (let chunk = 0; chunk < 20; chunk++) await file.write(new Uint8Array(1_000_000));
    await file.close();
  };
  await expect(write()).rejects.toMatchObject({ code: 'ENOENT' });
  await file.discard();
});
