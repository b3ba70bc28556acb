import { readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { withEngine } from '../../src/engine/engine.ts';
import { copyToParquet, identifier, literal } from '../../src/engine/sql.ts';
import { EngineError } from '../../src/index.ts';
import { tempDirectory } from '../temp-directory.ts';

it('quotes names and values so that they mean themselves', async () => {
  const text = `it's "quoted"; DROP TABLE x --`;
  const rows = await withEngine({}, {}, (engine) =>
    engine.rows('testing quotes', `SELECT ${literal(text)} AS ${identifier(text)}`),
  );
  expect(rows).toEqual([{ [text]: text }]);
});

it('yields the rows of a large result in order', async () => {
  let expected = 0;
  let misplaced = 0;
  await withEngine({ threads: 2 }, {}, async (engine) => {
    for await (const chunk of engine.chunks(
      'counting',
      'SELECT range::DOUBLE FROM range(100000)',
    )) {
      const values = chunk.getColumnVector(0);
      for (let row = 0; row < chunk.rowCount; row++)
        if (values.getItem(row) !== expected++) misplaced++;
    }
  });
  expect({ expected, misplaced }).toEqual({ expected: 100_000, misplaced: 0 });
});

it('says what failed, keeps the cause and removes its directory', async () => {
  const temp = await tempDirectory();
  const attempt = withEngine({ tempDirectory: temp }, {}, async (engine) => {
    expect(await readdir(temp)).toHaveLength(1);
    await engine.run('asking nonsense', 'SELECT nothing');
  });
  const error: unknown = await attempt.catch((reason: unknown) => reason);
  if (!(error instanceof EngineError)) throw error;
  expect(error.message).toContain('failed while asking nonsense');
  expect(error.message).not.toContain('Binder');
  expect(error.cause).toMatchObject({
    message: expect.stringMatching(/Binder.*nothing/) as string,
  });
  expect(await readdir(temp)).toEqual([]);
});

it('sorts more than its memory holds', async () => {
  await withEngine({ memoryLimitBytes: 128 * 2 ** 20, threads: 2 }, {}, async (engine) => {
    const sorted = join(engine.directory, 'sorted.parquet');
    const ids = 'SELECT sha256(range::VARCHAR) AS id FROM range(1500000) ORDER BY id';
    await engine.run('sorting', copyToParquet(ids, sorted));
    const [row] = await engine.rows(
      'checking',
      `SELECT count(*) AS n FROM (SELECT id > lag(id) OVER () AS ascends FROM read_parquet(${literal(sorted)})) WHERE ascends`,
    );
    expect(row).toEqual({ n: 1_499_999n });
  });
});

it('touches what it was given and nothing else, whatever its SQL asks for', async () => {
  const folder = await tempDirectory();
  const [open, shut] = [join(folder, 'open.csv'), join(folder, 'shut.csv')];
  await writeFile(open, 'a\n1\n');
  await writeFile(shut, 'a\n2\n');
  const made = join(await tempDirectory(), 'made.parquet');
  await withEngine({}, { reads: [open], writes: [made] }, async (engine) => {
    const read = (path: string) =>
      engine.rows('reading', `SELECT a::INTEGER AS a FROM read_csv(${literal(path)})`);
    expect(await read(open)).toEqual([{ a: 1 }]);
    await engine.run('writing', copyToParquet('SELECT 1 AS a', made));
    for (const refused of [
      `SELECT * FROM read_csv(${literal(shut)})`,
      `SELECT * FROM read_text(${literal(`${folder}/../${basename(folder)}/shut.csv`)})`,
      `SELECT * FROM glob(${literal(`${folder}/*`)})`,
      `SELECT * FROM 'http://127.0.0.1:9/a.csv'`,
      copyToParquet('SELECT 1', join(folder, 'other.parquet')),
      `ATTACH ${literal(join(folder, 'other.db'))}`,
      'INSTALL httpfs',
      'LOAD httpfs',
      'SET enable_external_access = true',
      "SET allowed_paths = ['/']",
      'RESET lock_configuration',
    ]) {
      await expect(engine.run('asking for more', refused), refused).rejects.toThrow(EngineError);
    }
  });
  expect((await readdir(folder)).sort()).toEqual(['open.csv', 'shut.csv']);
});
