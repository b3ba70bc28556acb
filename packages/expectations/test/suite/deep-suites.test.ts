import { expect, it } from 'vitest';
import { InvalidSuiteError, validate } from '../../src/index.ts';

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
  const validating = validate({ source: { columns: { a: [1] } }, suite: { name: 's', ...parts } });
  await expect(validating).rejects.toThrow(InvalidSuiteError);
  await expect(validating).rejects.toThrow(/nested more than 200 levels/);
});
