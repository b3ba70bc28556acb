import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { lookAtFile } from '../../../src/source/csv/csv-file.ts';
import { scanFile } from '../../../src/source/csv/scan-file.ts';
import { LONGEST_ROW_BYTES, RecordReader } from '../../../src/source/csv/split-record.ts';
import { utf8Bytes } from '../../../src/source/csv/text-bytes.ts';
import { unzstd } from '../../../src/source/unpack/unzstd.ts';
import { gunzipChunks } from '../../../src/source/unpack/gunzip.ts';
import { csvFile } from './read.ts';
import { zstdOf } from './zstd-of.ts';

const MIB = 2 ** 20;
const MARKS = { delimiter: 0x2c, quote: 0x22, escape: -1 };

/** Chunks of a text that ask how far it is read. */
function counted(whole: Uint8Array, chunkBytes: number) {
  const state = { given: 0 };
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < whole.length; at += chunkBytes) {
      const chunk = whole.subarray(at, at + chunkBytes);
      state.given += chunk.length;
      yield chunk;
    }
  }
  return { state, chunks };
}

it('text is read as it is asked for, a chunk ahead at most', async () => {
  const whole = Buffer.from(`a,b\n${'1,é\n'.repeat(MIB)}`);
  for (const encoding of ['utf-8', 'latin-1'] as const) {
    const { state, chunks } = counted(whole, 2 ** 16);
    let most = 0;
    let taken = 0;
    for await (const chunk of utf8Bytes(chunks(), encoding)) {
      taken += encoding === 'utf-8' ? chunk.length : 2 ** 16;
      most = Math.max(most, state.given - taken);
    }
    expect(state.given).toBe(whole.length);
    expect(most).toBeLessThanOrEqual(2 ** 16);
  }
});

it('what is packed is unpacked as it is asked for', async () => {
  const text = Buffer.from(
    Array.from({ length: 400_000 }, (_, at) => `${at},x${at * 7919}\n`).join(''),
  );
  const blocks = Array.from({ length: Math.ceil(text.length / 2 ** 17) }, (_, at) =>
    text.subarray(at * 2 ** 17, (at + 1) * 2 ** 17),
  );
  const packed = [
    [unzstd, zstdOf(blocks, text)],
    [gunzipChunks, gzipSync(text, { level: 0 })],
  ] as const;
  for (const [unpack, bytes] of packed) {
    const { state, chunks } = counted(bytes, 2 ** 16);
    let most = 0;
    let taken = 0;
    for await (const chunk of unpack(chunks())) {
      taken += chunk.length;
      most = Math.max(most, state.given - taken);
    }
    expect(taken).toBe(text.length);
    // Node's own streams hold a few chunks of input and of output
    expect(most).toBeLessThan(3 * MIB);
    expect(text.length).toBeGreaterThan(6 * MIB);
  }
});

it('of a record that never ends a part is held, and its line is told', () => {
  const lines: number[] = [];
  let held = 0;
  const reader = new RecordReader(MARKS, ({ line, fault }, text) => {
    lines.push(line);
    if (fault === 'open quote') held = text().length;
  });
  reader.feed(Buffer.from('a,b\n1,2\n3,"'));
  const chunk = Buffer.alloc(MIB, 'x\n');
  for (let fed = 0; fed < 3 * LONGEST_ROW_BYTES; fed += chunk.length) reader.feed(chunk);
  reader.finish();
  expect(lines).toEqual([1, 2, 3]);
  expect(held).toBeGreaterThan(LONGEST_ROW_BYTES);
  expect(held).toBeLessThanOrEqual(LONGEST_ROW_BYTES + 2 * chunk.length);
});

it('rows are handed over no faster than they are taken', async () => {
  const rows = 200_000;
  const file = await lookAtFile(csvFile(`a,b\n${'1,2\n'.repeat(rows)}`), {});
  let isBusy = false;
  let early = 0;
  let taken = 0;
  const scan = await scanFile(file, () => {
    if (isBusy) early++;
    // As a stream that is full, now and then
    if (++taken % 1000 !== 0) return undefined;
    isBusy = true;
    return new Promise((resolve) => {
      setImmediate(() => {
        isBusy = false;
        resolve();
      });
    });
  });
  expect(scan.rows).toBe(rows);
  expect(early).toBe(0);
});
