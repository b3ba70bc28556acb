import { expect, expectTypeOf, it } from 'vitest';
import { KWARG_WORDS } from '../../src/declare/kwarg-words.ts';
import type { KwargDocs, MethodDocs } from '../../src/generated/hover-docs.ts';
import { BUILT_IN } from '../../src/index.ts';
import type { SuiteBuilder } from '../../src/index.ts';
import { hoverDocs } from './hover-docs.ts';

it('has words for every method and kwarg, as the declarations have them', async () => {
  await expect(hoverDocs()).toMatchFileSnapshot('../../src/generated/hover-docs.ts');
  const kwargs = BUILT_IN.flatMap((each) => Object.keys(each.fields));
  expect(Object.keys(KWARG_WORDS).sort()).toEqual([...new Set(kwargs)].sort());
});

it('has the methods that the builder has', () => {
  type Plain = SuiteBuilder;
  type Column = ReturnType<Plain['column']>;
  expectTypeOf<keyof Column>().toEqualTypeOf<keyof MethodDocs['column']>();
  expectTypeOf<keyof ReturnType<Plain['pair']>>().toEqualTypeOf<keyof MethodDocs['pair']>();
  expectTypeOf<keyof ReturnType<Plain['columns']>>().toEqualTypeOf<keyof MethodDocs['columns']>();
  expectTypeOf<keyof Plain['table']>().toEqualTypeOf<keyof MethodDocs['table']>();
  type Given = NonNullable<Parameters<Column['valuesToBeBetween']>[0]>;
  expectTypeOf<'minValue' | 'mostly'>().toExtend<keyof Given & keyof KwargDocs>();
});
