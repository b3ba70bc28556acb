import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readSuite, validate } from '../../src/index.ts';
import { untyped } from '../untyped.ts';

/** What a real version of Great Expectations saved, and what it found on the table (tools/suite-corpus). */
interface Saved {
  readonly great_expectations: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly suite: { readonly expectations: readonly { readonly kwargs: object }[] };
  readonly found: readonly Readonly<Record<string, unknown>>[];
}

interface SavedTable {
  readonly columns: Readonly<Record<string, readonly unknown[]>>;
  readonly moments: readonly string[];
}

const folder = new URL('saved/', import.meta.url);

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));

// Our own program writes the files
const table = read('table.json') as SavedTable;
const savedBy = (name: string) => read(name) as Saved;
const types = Object.fromEntries(table.moments.map((name) => [name, 'TIMESTAMP']));
const source = { columns: table.columns, types };
const files = readdirSync(folder).filter((name) => name !== 'table.json');

// GX 1.24 counts values that the set lacks as missing where it looks at distinct values
const KEYS_OF_DISTINCT = ['element_count'];
const KEYS = ['element_count', 'missing_count', 'unexpected_count', 'observed_value'];

it.each(files)('judges the suite %s as the version that saved it does', async (name) => {
  const saved = savedBy(name);
  const { results } = await validate({
    source,
    suite: untyped(saved.suite),
    parameters: saved.parameters,
  });
  expect(results).toHaveLength(saved.found.length);
  for (const [at, { success, result, exception_info, expectation_config }] of results.entries()) {
    const theirs = saved.found[at] ?? {};
    const about = { at, config: expectation_config };
    const raised = exception_info.exception_message;
    expect({ ...about, success, raised }).toEqual({
      ...about,
      success: theirs['success'],
      raised: null,
    });
    const isDistinct = expectation_config.type.includes('distinct_values');
    for (const key of isDistinct ? KEYS_OF_DISTINCT : KEYS) {
      const [mine, wanted] = [result[key], theirs[key]];
      if (typeof mine !== 'number' || typeof wanted !== 'number') continue;
      expect({ ...about, [key]: mine }).toEqual({
        ...about,
        [key]: expect.closeTo(wanted, 9) as unknown,
      });
    }
  }
});

it.each(files)('writes the suite %s in the form of today, and reads that again', (name) => {
  const { suite } = savedBy(name);
  const once = readSuite(suite);
  expect(once.expectations).toHaveLength(suite.expectations.length);
  expect(readSuite(JSON.parse(JSON.stringify(once)))).toEqual(once);
});
