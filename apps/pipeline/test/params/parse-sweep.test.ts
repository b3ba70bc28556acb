import { describe, expect, it } from 'vitest';
import { parseSweep } from '../../src/params/parse-sweep.ts';

describe('parseSweep', () => {
  it('takes an object for a model, in order', () => {
    const json = [{ MODEL_CHOICE: 'KNN', SIZE: 48 }, { MODEL_CHOICE: 'VSKNN' }];
    expect(parseSweep(json, 'sweep.json')).toEqual([
      { choice: 'KNN', overrides: { SIZE: 48 } },
      { choice: 'VSKNN', overrides: {} },
    ]);
  });

  it('takes lists of values for every combination of them', () => {
    const json = [{ MODEL_CHOICE: ['A', 'B'], SIZE: [1, 2], BIAS: [true] }];
    expect(
      parseSweep(json, 'sweep.json').map(({ choice, overrides }) => [choice, overrides]),
    ).toEqual([
      ['A', { SIZE: 1, BIAS: true }],
      ['A', { SIZE: 2, BIAS: true }],
      ['B', { SIZE: 1, BIAS: true }],
      ['B', { SIZE: 2, BIAS: true }],
    ]);
  });

  it('refuses more models than anybody waits for', () => {
    const values = Array.from({ length: 40 }, (_, value) => value);
    const json = [{ MODEL_CHOICE: 'KNN', SIZE: values, WINDOW: values }];
    expect(() => parseSweep(json, 'sweep.json')).toThrow(/1600 models, expected 1000 at most/);
  });

  it('counts models before it makes any: more of them than the memory holds are refused', () => {
    const values = Array.from({ length: 100 }, (_, value) => value);
    const keys = Array.from({ length: 20 }, (_, at) => [`KEY_${at}`, values]);
    const json = [{ MODEL_CHOICE: 'KNN', ...Object.fromEntries(keys) }];
    expect(() => parseSweep(json, 'sweep.json')).toThrow(/names 1e\+40 models/);
  });

  it('names the first of many wrong places, and not a whole key', () => {
    const json = Array.from({ length: 5000 }, () => ({ ['K'.repeat(100_000)]: {} }));
    const refused = () => parseSweep(json, 'sweep.json');
    expect(refused).toThrow(/and \d+ more/);
    expect(refused).toThrow(/^.{1,20000}$/s);
  });

  it.each([[[]], [{}], [[{ SIZE: 1 }]], [[{ MODEL_CHOICE: [] }]], [[{ MODEL_CHOICE: {} }]], ['x']])(
    'refuses %j',
    (json) => expect(() => parseSweep(json, 'sweep.json')).toThrow(/sweep\.json: expected a list/),
  );
});
