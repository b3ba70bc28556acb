import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { suite, validatePartitions } from '../../../src/index.ts';
import { parquetOf } from '../../data.ts';
import { csvFile } from './read.ts';

const rows = suite('rows');
rows.table.rowCountToEqual({ value: 6 });

it('the result tells how each partition of CSV was read', async () => {
  const parquet = await parquetOf('SELECT 7::BIGINT AS a, 8::BIGINT AS b');
  const { success, meta } = await validatePartitions({
    sources: [
      { csv: csvFile('a,b\n1,2\n3,4\n') },
      { csv: [csvFile('a;b\n1;2\n'), csvFile(gzipSync('a|b\n1|2\n'))], nullTexts: ['-'] },
      { parquet },
      { csv: csvFile('a\tb\n1\t2\n') },
    ],
    suite: rows,
  });
  expect(success).toBe(true);
  expect(meta.csv).toMatchObject({
    rows: 5,
    columns: { a: 'BIGINT', b: 'BIGINT' },
    files: [
      { rows: 2, delimiter: ',', compression: 'none' },
      { rows: 1, delimiter: ';', compression: 'none', null_texts: ['-'] },
      { rows: 1, delimiter: '|', compression: 'gzip', null_texts: ['-'] },
      { rows: 1, delimiter: '\t', compression: 'none' },
    ],
  });
  expect(meta.csv?.null_texts).toContain('NaN');
  expect(meta.csv?.files[3]).not.toHaveProperty('null_texts');
});

it('and is silent where none is CSV', async () => {
  const parquet = await parquetOf('SELECT range AS a FROM range(6)');
  const { success, meta } = await validatePartitions({ sources: [{ parquet }], suite: rows });
  expect(success).toBe(true);
  expect(meta).not.toHaveProperty('csv');
});
