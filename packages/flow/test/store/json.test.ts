import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NotStorableError } from '../../src/index.ts';
import { canonicalJson, digestOfJson } from '../../src/store/json.ts';

describe('canonicalJson', () => {
  it('is the same for objects that differ in the order of keys only', () => {
    expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true }, 'v')).toBe(
      '{"a":true,"b":[1,{"c":"x","d":null}]}',
    );
    expect(digestOfJson({ b: 1, a: 2 }, 'v')).toBe(digestOfJson({ a: 2, b: 1 }, 'v'));
  });

  it('gives back every JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        const normal: unknown = JSON.parse(JSON.stringify(value));
        expect(JSON.parse(canonicalJson(value, 'v'))).toEqual(normal);
      }),
    );
  });

  it('leaves out properties that are undefined', () => {
    expect(canonicalJson({ a: undefined, b: 1 }, 'v')).toBe('{"b":1}');
  });

  it.each([
    [Number.NaN, 'NaN'],
    [new Date(0), 'a Date'],
    [new Uint8Array(2), 'a Uint8Array'],
    [() => 1, 'function'],
    [undefined, 'undefined'],
    [new Map(), 'a Map'],
    [1n, 'bigint'],
  ])('refuses %s and says where it is', (value, found) => {
    const storing = (): string => canonicalJson({ list: [0, value] }, 'outputs');
    expect(storing).toThrow(NotStorableError);
    expect(storing).toThrow(`keeping outputs.list[1]: expected`);
    expect(storing).toThrow(`got ${found};`);
  });
});
