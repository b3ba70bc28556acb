import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { restoreNodeUtil } from '../../src/backend/node-util.ts';

function utilObject(): object {
  const util: unknown = createRequire(import.meta.url)('node:util');
  if (typeof util !== 'object' || util === null) throw new Error('node:util is no object');
  return util;
}

/** What tfjs-node would get by calling a function of `util`. */
function answers(name: string, values: readonly unknown[]): readonly unknown[] {
  const called: unknown = Reflect.get(utilObject(), name);
  if (typeof called !== 'function') throw new Error(`util.${name} was not given back`);
  return values.map((value): unknown => Reflect.apply(called, undefined, [value]));
}

it('gives back what Node 23 took away', () => {
  for (const name of ['isNullOrUndefined', 'isArray']) Reflect.deleteProperty(utilObject(), name);
  restoreNodeUtil();
  const nulls = answers('isNullOrUndefined', [null, undefined, 0, '', []]);
  expect(nulls).toEqual([true, true, false, false, false]);
  expect(answers('isArray', [[], 'a', null])).toEqual([true, false, false]);
});

it('leaves what is there', () => {
  const own = () => 'its own';
  Object.defineProperty(utilObject(), 'isArray', { value: own, configurable: true });
  restoreNodeUtil();
  expect(Reflect.get(utilObject(), 'isArray')).toBe(own);
});
