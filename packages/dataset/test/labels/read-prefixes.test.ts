import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { readPrefixes } from '../../src/index.ts';
import { badRowsOf } from '../bad-rows.ts';
import { fileWith } from '../csv-files.ts';
import { rowsOf } from '../labelled-rows.ts';

const HEADER = 'session_key,visitor_id,events_after_first_add,symbols,label';

function csv(...lines: readonly string[]): string {
  return [HEADER, ...lines, ''].join('\n');
}

it.each([
  ['plain', (text: string) => text],
  ['gzip', (text: string) => gzipSync(text)],
])('reads a %s file: symbols as actions, visitors as groups, k as cuts', async (_form, encode) => {
  const path = await fileWith(
    encode(csv('9_1,z,0,VVA,0', '9_1,z,1,VVAR,0', '3_1,a,0,AP,1', '9_2,z,10,A,1')),
  );
  const row = (group: number, cut: number, actions: number[], label: number) => ({
    group,
    cut,
    actions,
    label,
    startMs: NaN,
  });
  expect(rowsOf(await readPrefixes(path))).toEqual([
    row(0, 0, [5, 5, 2], 0),
    row(0, 1, [5, 5, 2, 3], 0),
    row(1, 0, [2, 4], 1),
    row(0, 10, [2], 1),
  ]);
});

it('reports every bad row of a file at once', async () => {
  expect(
    await badRowsOf(
      readPrefixes(
        await fileWith(
          csv(
            'a,v,0,A,0',
            ',v,0,A,0',
            'a,v,300,A,0',
            'a,v,0,AX,0',
            'a,v,0,,0',
            'a,v,0,A,2',
            'a,v,0,A',
          ),
        ),
      ),
    ),
  ).toEqual([
    ['missing_fields', undefined, [8]],
    ['empty_value', 'session_key', [3]],
    ['wrong_type', 'events_after_first_add', [4]],
    ['empty_value', 'symbols', [6]],
    ['unknown_value', 'symbols', [5]],
    ['unknown_value', 'label', [7]],
  ]);
});

it('refuses a file with another header, without rows, or that is not there', async () => {
  await expect(readPrefixes(await fileWith('a,b\n'))).rejects.toMatchObject({
    code: 'columns_mismatch',
    table: 'prefixes',
  });
  await expect(readPrefixes(await fileWith(csv()))).rejects.toMatchObject({ code: 'no_rows' });
  await expect(readPrefixes('/nowhere.csv')).rejects.toMatchObject({ code: 'source_not_found' });
});
