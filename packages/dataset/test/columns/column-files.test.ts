import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  InvalidColumnsError,
  readItemSessionsArrow,
  readSequencesArrow,
  readSequencesParquet,
  readSessionsArrow,
  readSessionsParquet,
  writeItemSessionsArrow,
  writeSequencesArrow,
  writeSequencesParquet,
  writeSessionsArrow,
  writeSessionsParquet,
} from '../../src/index.ts';
import { fileWith } from '../csv-files.ts';
import { sequences } from '../labelled-rows.ts';
import { tempDirectory } from '../temp-directory.ts';

const SOME = sequences([
  { actions: [2], label: 1, cut: 0, group: 7, startMs: 1.5e12 },
  { actions: [], label: 0, cut: 2, group: 7, startMs: NaN },
  { actions: [5, 6, 2, 3, 5], label: 0, cut: 255, group: 4_000_000_000, startMs: 3 },
]);

/** Comparing large columns value by value would take seconds. */
function digestOf(columns: object): string {
  const hash = createHash('sha256');
  for (const column of Object.values(columns))
    if (ArrayBuffer.isView(column))
      hash.update(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
  return hash.digest('hex');
}

const SESSIONS = { offsets: SOME.offsets, actions: SOME.actions, startMs: SOME.startMs };

describe.each([
  ['Arrow', writeSequencesArrow, readSequencesArrow, writeSessionsArrow, readSessionsArrow],
  [
    'Parquet',
    writeSequencesParquet,
    readSequencesParquet,
    writeSessionsParquet,
    readSessionsParquet,
  ],
] as const)('%s', (_name, writeSequences, readSequences, writeSessions, readSessions) => {
  it('gives back labelled sequences and sessions', async () => {
    const path = join(await tempDirectory(), 'columns');
    await writeSequences(path, SOME);
    expect(await readSequences(path)).toEqual(SOME);
    await writeSessions(path, SESSIONS);
    expect(await readSessions(path)).toEqual(SESSIONS);
  });

  it('gives back no rows', async () => {
    const path = join(await tempDirectory(), 'columns');
    await writeSequences(path, sequences([]));
    expect(await readSequences(path)).toEqual(sequences([]));
  });

  it('gives back more rows than a chunk, and writes the same bytes each time', async () => {
    const many = sequences(
      Array.from({ length: 2500 }, (_, row) => ({
        actions: Array.from({ length: row % 40 }, (_value, index) => 2 + ((row + index) % 5)),
        label: row % 2,
        cut: row % 11,
        group: row,
        startMs: row * 1e9,
      })),
    );
    const digests = new Set<string>();
    for (const name of ['a', 'b']) {
      const path = join(await tempDirectory(), name);
      await writeSequences(path, many);
      expect(digestOf(await readSequences(path))).toBe(digestOf(many));
      digests.add(
        createHash('sha256')
          .update(await readFile(path))
          .digest('hex'),
      );
    }
    expect(digests.size).toBe(1);
  });

  it('refuses a file of another form', async () => {
    const path = join(await tempDirectory(), 'columns');
    await writeSessions(path, SESSIONS);
    await expect(readSequences(path)).rejects.toThrow(InvalidColumnsError);
    await expect(readSequences(await fileWith('text'))).rejects.toMatchObject({
      code: 'invalid_columns',
    });
  });
});

it('refuses an Arrow file that is cut short', async () => {
  const path = join(await tempDirectory(), 'columns');
  await writeSequencesArrow(path, SOME);
  const cut = await fileWith((await readFile(path)).subarray(0, -20));
  await expect(readSequencesArrow(cut)).rejects.toThrow(/cut short/);
});

it('reads Arrow columns as views of one buffer', async () => {
  const path = join(await tempDirectory(), 'columns');
  await writeSequencesArrow(path, SOME);
  const read = await readSequencesArrow(path);
  const buffers = new Set(
    [read.offsets, read.actions, read.labels, read.groups, read.startMs].map(
      ({ buffer }) => buffer,
    ),
  );
  expect(buffers.size).toBe(1);
});

it('writes columns that are views into larger buffers', async () => {
  const path = join(await tempDirectory(), 'columns');
  await fc.assert(
    fc.asyncProperty(fc.nat(3), async (shift) => {
      const shifted = {
        ...SOME,
        offsets: new Uint32Array([...Array<number>(shift).fill(9), ...SOME.offsets]).subarray(
          shift,
        ),
      };
      await writeSequencesArrow(path, shifted);
      expect(await readSequencesArrow(path)).toEqual(SOME);
    }),
    { numRuns: 8 },
  );
});

describe('sessions of items', () => {
  const sessions = {
    offsets: Uint32Array.of(0, 1, 1, 4),
    items: Uint32Array.of(0, 4_000_000_000, 7, 0),
    startMs: Float64Array.of(1.5e12, 1.6e12, 1.7e12),
  };

  it('come back as they were', async () => {
    const path = join(await tempDirectory(), 'items.arrow');
    await writeItemSessionsArrow(path, sessions);
    expect(await readItemSessionsArrow(path)).toEqual(sessions);
  });

  it('come back where there are none', async () => {
    const path = join(await tempDirectory(), 'items.arrow');
    const none = {
      offsets: new Uint32Array(1),
      items: new Uint32Array(0),
      startMs: new Float64Array(0),
    };
    await writeItemSessionsArrow(path, none);
    expect(await readItemSessionsArrow(path)).toEqual(none);
  });

  it('are not taken for sessions of actions, nor the other way round', async () => {
    const path = join(await tempDirectory(), 'items.arrow');
    await writeItemSessionsArrow(path, sessions);
    await expect(readSessionsArrow(path)).rejects.toThrow(/column actions as a list of uint8/);
    await writeSessionsArrow(path, SESSIONS);
    await expect(readItemSessionsArrow(path)).rejects.toThrow(/column items as a list of uint32/);
  });
});
