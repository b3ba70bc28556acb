import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonFault } from '../src/json-fault.ts';

describe('what is wrong with a text that is no JSON', () => {
  it.each([
    ['', 'line 1, column 1: expected a value, the text ends'],
    ['{"a": [', 'line 1, column 8: expected a value or ], the text ends'],
    ['{\n  "a": NaN}', 'line 2, column 8: expected a value, came "NaN}"'],
    ['[1,]', 'line 1, column 4: expected a value, came "]"'],
    ['{"a": 1,}', 'line 1, column 9: expected a name in double quotes, came "}"'],
    ['{a: 1}', 'line 1, column 2: expected a name in double quotes or }, came "a: 1}"'],
    ['{"a" 1}', 'line 1, column 6: expected :, came "1}"'],
    ['[1 2]', 'line 1, column 4: expected a comma or ], came "2]"'],
    ['{"a": 01}', 'line 1, column 7: expected a value, came "01}"'],
    ['{} x', 'line 1, column 4: expected the end of the text, came "x"'],
    ['[1}', 'line 1, column 3: expected a comma or ], came "}"'],
    ['["a\nb"]', 'line 1, column 2: expected a value or ], came "\\"a\\nb\\"]"'],
  ])('%j', (text, said) => {
    expect(jsonFault(text)).toBe(said);
  });

  it('is found in whatever JavaScript does not read, at any depth', () => {
    const pieces = fc.constantFrom(
      '[',
      ']',
      '{',
      '}',
      ',',
      ':',
      '"a"',
      '1',
      '-0.5e3',
      'null',
      ' ',
      'x',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (drawn) => {
        const text = drawn.join('');
        try {
          JSON.parse(text);
        } catch {
          expect(jsonFault(text)).toMatch(/^line 1, column \d+: expected /);
        }
      }),
      { seed: 1, numRuns: 2_000 },
    );
    expect(jsonFault(`"${'\\n'.repeat(10_000_000)}" x`)).toContain('expected the end of the text');
    expect(jsonFault('['.repeat(1_000_000))).toContain('column 1000001: expected a value or ]');
  });
});
