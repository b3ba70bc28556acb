import { expect, it } from 'vitest';
import {
  InvalidSuiteError,
  parseExactJson,
  runCheckpoint,
  suite,
  validate,
  writeDataDocs,
  writeSuite,
} from '../../src/index.ts';
import { temporaryFolder } from '../data.ts';
import { untyped } from '../untyped.ts';

const deep: unknown = JSON.parse(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`);
const type = 'expect_column_values_to_be_between';
const kwargs = { column: 'a', min_value: 1 };

it.each<[string, object]>([
  ['a kwarg', { expectations: [{ type, kwargs: { ...kwargs, max_value: deep } }] }],
  ['a severity', { expectations: [{ type, kwargs, severity: deep }] }],
  ['the meta of an expectation', { expectations: [{ type, kwargs, meta: deep }] }],
  ['the meta of the suite', { expectations: [], meta: deep }],
  ['a parameter', { expectations: [], suite_parameters: { limit: deep } }],
])('%s that is nested 100,000 deep makes the suite invalid', async (_what, parts) => {
  const validating = validate({
    source: { columns: { a: [1] } },
    suite: untyped({ name: 's', ...parts }),
  });
  await expect(validating).rejects.toThrow(InvalidSuiteError);
  await expect(validating).rejects.toThrow(/nested more than 200 levels/);
});

const source = { columns: { a: [1] } };
const empty = { name: 's', expectations: [] };

it('parameters of a run that are nested 100,000 deep are refused as those of a suite are', async () => {
  const parameters = { limit: deep };
  await expect(validate({ source, suite: empty, parameters })).rejects.toThrow(
    /parameters given to it are nested more than 200 levels/,
  );
  const run = await runCheckpoint({
    name: 'c',
    validations: [{ source, suite: empty, parameters }],
  });
  expect(run.run_results['s']?.exception_info.exception_message).toContain('200 levels');
});

it('a fluent suite with a value that is nested 100,000 deep is refused wherever it is read', async () => {
  const built = suite('s');
  built.column('a').valuesToMatchJsonSchema({ jsonSchema: deep });
  await expect(validate({ source, suite: built })).rejects.toThrow(InvalidSuiteError);
  const path = `${temporaryFolder()}/suite.json`;
  await expect(writeSuite(path, built)).rejects.toThrow(/nested more than 200 levels/);
});

it('a value of a table that is nested 100,000 deep is refused', async () => {
  await expect(
    validate({ source: { rows: [{ a: deep }, { a: 1 }] }, suite: empty }),
  ).rejects.toThrow(/A value of the table is nested more than 200 levels deep/);
});

it('JSON that is nested 100,000 deep is no JSON to the exact parser', () => {
  const text = `${'['.repeat(100_000)}12345678901234567890${']'.repeat(100_000)}`;
  expect(() => parseExactJson(text)).toThrow(SyntaxError);
});

it('Data Docs of a result that is nested 100,000 deep are refused', async () => {
  const result = await validate({ source, suite: empty });
  const hostile = { ...result, suite_parameters: { limit: deep } };
  const found = { success: false, result: { observed_value: deep } };
  const outcome = { ...found, expectation_config: { type, kwargs }, meta: {} };
  const failed = { raised_exception: false, exception_message: null, exception_traceback: null };
  for (const each of [hostile, { ...result, results: [{ ...outcome, exception_info: failed }] }]) {
    await expect(writeDataDocs({ folder: temporaryFolder(), results: [each] })).rejects.toThrow(
      /result of "s" is nested more than 200 levels/,
    );
  }
});
