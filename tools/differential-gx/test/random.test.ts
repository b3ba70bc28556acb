import { expect, it } from 'vitest';
import { exactJson, fromMarkedJson, toMarkedJson } from '../src/exact-json.ts';
import type { Checked } from '../src/random/checked.ts';
import { whyMeant } from '../src/random/meant.ts';
import { drawParts } from '../src/random/parts.ts';
import { tableSql } from '../src/random/tables.ts';
import { forTheirs } from '../src/random/theirs-form.ts';

it('draws the same tables and cases from one seed, and others from another', () => {
  const drawn = (seed: number) =>
    drawParts(200, seed).map(({ table, cases }) => tableSql(table) + exactJson(cases));
  expect(drawn(7)).toEqual(drawn(7));
  expect(drawn(8)).not.toEqual(drawn(7));
});

it('draws every expectation, and conditions in every notation', () => {
  const cases = drawParts(20_000, 1).flatMap((part) => part.cases);
  expect(cases.length).toBeGreaterThanOrEqual(20_000);
  expect(new Set(cases.map(({ type }) => type)).size).toBeGreaterThanOrEqual(45);
  const conditions = cases.map(({ kwargs }) => kwargs['row_condition']);
  expect(conditions.some((each) => typeof each === 'string' && each.startsWith('col('))).toBe(true);
  expect(conditions.some((each) => typeof each === 'string' && each.includes('not in ['))).toBe(
    true,
  );
  const written = exactJson(conditions.filter((each) => typeof each === 'object'));
  for (const type of ['pass_through', 'comparison', 'nullity', 'and', 'or']) {
    expect(written).toContain(`"type":"${type}"`);
  }
});

it('carries integers of any size to both libraries', () => {
  const kwargs = { set: [9_007_199_254_740_993n, 1], of: { '"': -1n } };
  expect(exactJson(kwargs)).toBe('{"set":[9007199254740993,1],"of":{"\\"":-1}}');
  expect(fromMarkedJson(toMarkedJson(kwargs))).toEqual(kwargs);
});

it('gives great_expectations a day as its midnight, since pandas compares it with nothing', () => {
  const each = { type: 'any', kwargs: { column: 'a', min_value: '2020-01-01', max_value: '2020' } };
  const { kwargs } = forTheirs(each);
  expect(kwargs).toEqual({ column: 'a', min_value: '2020-01-01T00:00:00', max_value: '2020' });
});

it('means no difference that nobody named, and none that the time zone makes', () => {
  const [part] = drawParts(100, 1);
  const [each] = part?.cases ?? [];
  if (part === undefined || each === undefined) throw new Error('a part has cases');
  const outcome = { success: true, result: {}, raised: false, message: '' };
  const found: Omit<Checked, 'known'> = {
    each: { type: 'expect_column_distinct_values_to_be_in_set', kwargs: { value_set: [] } },
    table: part.table,
    part,
    zone: 'UTC',
    ours: outcome,
    theirs: { ...outcome, raised: true, message: 'value_set must be a non-empty set-like object' },
    difference: 'GX raises, we do not',
  };
  expect(whyMeant(found)).toContain('an empty value_set');
  expect(whyMeant({ ...found, difference: 'the time zone decides: ...' })).toBeNull();
  expect(whyMeant({ ...found, theirs: { ...found.theirs, message: 'oh' } })).toBeNull();
});
