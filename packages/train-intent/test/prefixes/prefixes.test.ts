import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseIntentConfig, parsePrefixes, readPrefixes, scorePrefixes } from '../../src/index.ts';
import { seededRandom } from '../../src/random/seeded-random.ts';

const HEADER = 'session_key,visitor_id,events_after_first_add,symbols,label';
const CSV = `${HEADER}\n6_1,6,0,A,0\n150_1,150,0,VVA,0\n150_1,150,1,VVAV,1\n`;

describe('parsePrefixes', () => {
  it('reads rows, grouped by visitor', () => {
    expect(parsePrefixes(CSV, 'f.csv')).toEqual({
      offsets: Uint32Array.of(0, 1, 4, 8),
      actions: Uint8Array.of(2, 5, 5, 2, 5, 5, 2, 5),
      labels: Uint8Array.of(0, 0, 1),
      cuts: Uint8Array.of(0, 0, 1),
      groups: Uint32Array.of(0, 1, 1),
      startMs: Float64Array.of(NaN, NaN, NaN),
    });
  });

  it('takes CRLF, a byte order mark and columns in any order', () => {
    const text =
      '\uFEFFlabel,symbols,visitor_id,events_after_first_add,session_key\r\n1,VA,9,0,9_1\r\n';
    expect(parsePrefixes(text, 'f.csv')).toMatchObject({ labels: Uint8Array.of(1) });
  });

  it('lists every bad row with its number', () => {
    const text = `${HEADER}\n6_1,6,0,A,2\n6_1,6,x,A,0\n6_1,6,0,AQ,0\n6_1,6,0\n`;
    expect(() => parsePrefixes(text, 'f.csv')).toThrow(
      expect.objectContaining({
        code: 'prefixes_format_invalid',
        failures: [
          "row 2: expected a label of 0 or 1, got '2'",
          "row 3: expected events_after_first_add from 0 to 255, got 'x'",
          "row 4: expected symbols of V and A, got 'AQ'",
          'row 5: expected 5 fields, got 3',
        ],
      }),
    );
  });

  it('shows twenty failures and counts the rest', () => {
    const text = `${HEADER}\n${'6_1,6,0,A,2\n'.repeat(25)}`;
    expect(() => parsePrefixes(text, 'f.csv')).toThrow(/… and 5 more/);
  });

  it.each([
    ['an empty file', '', /got nothing/],
    ['a missing column', 'session_key,visitor_id,symbols,label\n', /expected columns/],
    ['a header alone', `${HEADER}\n`, /expected a row, got none/],
  ])('refuses %s', (_name, text, message) => {
    expect(() => parsePrefixes(text, 'f.csv')).toThrow(message);
  });
});

describe('readPrefixes', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lf-prefixes-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('reads a plain and a gzipped file alike', async () => {
    writeFileSync(join(folder, 'a.csv'), CSV);
    writeFileSync(join(folder, 'a.csv.gz'), gzipSync(CSV));
    expect(await readPrefixes(join(folder, 'a.csv.gz'))).toEqual(
      await readPrefixes(join(folder, 'a.csv')),
    );
  });

  it('names the file that it cannot read', async () => {
    await expect(readPrefixes(join(folder, 'absent.csv'))).rejects.toThrow(/absent\.csv/);
  });

  it('refuses bytes that are no text', async () => {
    writeFileSync(join(folder, 'b.csv'), Buffer.from([0xff, 0xfe, 0x00, 0xd8]));
    await expect(readPrefixes(join(folder, 'b.csv'))).rejects.toMatchObject({
      code: 'prefixes_format_invalid',
    });
  });
});

/** Visitors of one to three rows; those who look more buy more. */
function csvOfVisitors(visitors: number): string {
  const random = seededRandom(11);
  const lines = Array.from({ length: visitors }, (_, visitor) => {
    const looks = Math.floor(random() * 5);
    const label = random() < looks / 5 ? 1 : 0;
    const symbols = `${'V'.repeat(looks)}A`;
    const rows = Array.from(
      { length: 1 + Math.floor(random() * 3) },
      (_row, cut) => `${visitor}_1,${visitor},${cut},${symbols}${'V'.repeat(cut)},${label}`,
    );
    return rows.join('\n');
  });
  return `${HEADER}\n${lines.join('\n')}\n`;
}

it('scores the model and its baselines on visitors that it did not train on', async () => {
  const config = parseIntentConfig({ EPOCHS: 8, LSTM_DIMS: 8, LEARNING_RATE: 0.02 });
  const prefixes = parsePrefixes(csvOfVisitors(300), 'f.csv');
  const scores = await scorePrefixes({ prefixes, config, seed: 1 });
  expect(scores.rows.train + scores.rows.validation + scores.rows.test).toBe(
    prefixes.labels.length,
  );
  expect(scores.models.map(({ name }) => name)[0]).toBe('lstm');
  expect(scores.models[0]!.evaluation.perCut.map(({ cut }) => cut)).toEqual([0, 1, 2]);
  expect(scores.models[0]!.evaluation.overall.rocAuc).toBeGreaterThan(0.65);
  expect(JSON.parse(JSON.stringify(scores))).toEqual(scores);
  const again = await scorePrefixes({ prefixes, config, seed: 1 });
  expect(again).toEqual(scores);
});
