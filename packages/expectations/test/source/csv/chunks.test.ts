import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byteOrderMarksOf, utf8Bytes } from '../../../src/source/csv/text-bytes.ts';
import { RecordReader } from '../../../src/source/csv/split-record.ts';

const MARKS = { delimiter: 0x2c, quote: 0x22, escape: -1 };

/** Pieces of CSV that a boundary may cut: line ends, quotes, byte order marks, letters of several bytes. */
const text = fc
  .array(fc.constantFrom('a', ',', '"', '""', '\n', '\r', '\r\n', ' ', 'é', '€', '😀', '\uFEFF'), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''));

/** All that is told of a text which comes in these chunks. */
async function read(chunks: readonly Uint8Array[]): Promise<unknown> {
  const records: unknown[] = [];
  const reader = new RecordReader(
    MARKS,
    ({ line, fields, fault }, content) => records.push([line, fields, fault, content()]),
    1,
  );
  async function* bytes() {
    yield* chunks;
  }
  for await (const chunk of utf8Bytes(bytes(), 'utf-8')) reader.feed(chunk);
  reader.finish();
  return { records, lineEnds: reader.scanner.lineEnds, line: reader.scanner.line };
}

it('reads the same records whatever the boundaries of its chunks', async () => {
  await fc.assert(
    fc.asyncProperty(
      text,
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      async (csv, sizes) => {
        const whole = Buffer.from(csv);
        const chunks: Uint8Array[] = [];
        for (let from = 0; from < whole.length;) {
          const size = sizes[chunks.length % sizes.length] ?? 1;
          chunks.push(whole.subarray(from, from + size));
          from += size;
        }
        fc.pre(byteOrderMarksOf(whole) <= 3);
        expect(await read(chunks)).toEqual(await read([whole]));
      },
    ),
    { numRuns: 1000 },
  );
});
