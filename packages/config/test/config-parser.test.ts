import { Ajv } from 'ajv';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  ConfigError,
  configParser,
  configSchema,
  type ConfigIssue,
  type ConfigOf,
} from '../src/index.ts';

const PROPERTIES = {
  COUNT: { type: 'integer', minimum: 1, maximum: 9, default: 4, description: 'A count.' },
  RATE: {
    type: 'number',
    exclusiveMinimum: 0,
    exclusiveMaximum: 1,
    default: 0.5,
    description: 'A rate.',
  },
  DECAY: { type: 'string', enum: ['linear', 'none'], default: 'none', description: 'A decay.' },
  IDF: { type: 'boolean', default: true, description: 'A switch.' },
  CUTS: {
    type: 'array',
    items: { type: 'integer', minimum: 0, maximum: 254 },
    minItems: 1,
    uniqueItems: true,
    default: [0, 2],
    description: 'A list.',
  },
} as const;

const DEFAULTS = { COUNT: 4, RATE: 0.5, DECAY: 'none', IDF: true, CUTS: [0, 2] };

const parse = configParser(PROPERTIES);

function issuesOf(json: unknown): readonly ConfigIssue[] {
  try {
    parse(json);
  } catch (error) {
    if (error instanceof ConfigError) return error.issues;
    throw error;
  }
  throw new Error('expected a ConfigError');
}

describe('a config parser', () => {
  it('fills in every default', () => {
    expect(parse({})).toEqual(DEFAULTS);
    expect(parse({ COUNT: 9, CUTS: [7] })).toEqual({ ...DEFAULTS, COUNT: 9, CUTS: [7] });
  });

  it('leaves the given object, and the defaults, as they were', () => {
    const given = { CUTS: [3] };
    const config = parse(given);
    expect(given).toEqual({ CUTS: [3] });
    expect(config.CUTS).not.toBe(given.CUTS);
    expect(parse({}).CUTS).not.toBe(PROPERTIES.CUTS.default);
  });

  it('knows the type of each value from the properties', () => {
    expectTypeOf(parse({})).toEqualTypeOf<{
      readonly COUNT: number;
      readonly RATE: number;
      readonly DECAY: 'linear' | 'none';
      readonly IDF: boolean;
      readonly CUTS: readonly number[];
    }>();
    expectTypeOf(parse({})).toEqualTypeOf<ConfigOf<typeof PROPERTIES>>();
  });

  it('reports every wrong key once and at once, with its value and what was expected', () => {
    const json = { COUNT: 0.5, RATE: '.5', DECAY: 'log', IDF: 1, CUTS: [-1, 2.5, 2.5], SIZE: 3 };
    const issues = issuesOf(json);
    expect(new Map(issues.map(({ key, expected }) => [key, expected]))).toEqual(
      new Map([
        ['SIZE', 'one of the keys COUNT, RATE, DECAY, IDF, CUTS'],
        ['COUNT', 'an integer from 1 to 9'],
        ['RATE', 'a number above 0 below 1'],
        ['DECAY', 'one of linear, none'],
        ['IDF', 'true or false'],
        ['CUTS', 'a list of different integers from 0 to 254'],
      ]),
    );
    expect(issues).toHaveLength(6);
    expect(Object.fromEntries(issues.map(({ key, value }) => [key, value]))).toEqual(json);
  });

  it('names the nearest key of a misspelt one', () => {
    expect(issuesOf({ COUNTS: 3 })).toMatchObject([{ key: 'COUNTS', value: 3, nearest: 'COUNT' }]);
  });

  it.each(['colour', 'toString', 'constructor'])('suggests nothing for %s', (key) => {
    const [issue] = issuesOf({ [key]: 'red' });
    expect(issue).toMatchObject({ key, value: 'red' });
    expect(issue).not.toHaveProperty('nearest');
  });

  it.each([null, undefined, 7, 'text', [1]])('refuses %j, which is no object', (json) => {
    expect(issuesOf(json)).toEqual([{ key: 'config', value: json, expected: 'a JSON object' }]);
  });

  it('names a key with the letters that a JSON Pointer escapes', () => {
    const parseRates = configParser({
      'a/b~c': { type: 'number', minimum: 0, default: 1, description: 'A rate.' },
    });
    expect(() => parseRates({ 'a/b~c': -1 })).toThrow('a/b~c: expected a number from 0, got -1');
  });

  it('throws the error that the caller makes of the issues', () => {
    const parseOwn = configParser(
      PROPERTIES,
      (issues) => new RangeError(issues.map(({ key }) => key).join()),
    );
    expect(() => parseOwn({ COUNT: 0, IDF: 0 })).toThrow(new RangeError('COUNT,IDF'));
    expect(parseOwn({})).toEqual(DEFAULTS);
  });
});

describe('the schema of a config', () => {
  it('is valid JSON Schema and carries the title', () => {
    const schema = configSchema('Demo', PROPERTIES);
    expect(new Ajv().validateSchema(schema)).toBe(true);
    expect(schema).toMatchObject({ title: 'Demo', properties: PROPERTIES });
    expectTypeOf(schema.title).toEqualTypeOf<'Demo'>();
  });

  it('refuses what the parser refuses', () => {
    const validate = new Ajv().compile(configSchema('Demo', PROPERTIES));
    expect(validate(DEFAULTS)).toBe(true);
    expect(validate({ SIZE: 1 })).toBe(false);
    expect(validate({ CUTS: [] })).toBe(false);
  });
});
