import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import {
  MODEL_CHOICES,
  modelOf,
  parseModelChoice,
  parseRecConfig,
  RecConfigError,
  UnknownModelChoiceError,
} from '../../src/index.ts';
import { configParser, configSchema } from '../../src/config/config-parser.ts';

function errorOf(parse: () => unknown) {
  try {
    parse();
  } catch (error) {
    if (error instanceof RecConfigError) return error;
    throw error;
  }
  throw new Error('expected a RecConfigError');
}

describe.each(MODEL_CHOICES)('the config of %s', (choice) => {
  it('has a schema that is valid JSON Schema and defaults that it accepts', () => {
    expect(new Ajv().validateSchema(configSchema(choice, modelOf(choice).properties))).toBe(true);
    const defaults = parseRecConfig(choice, {});
    expect(parseRecConfig(choice, defaults)).toEqual(defaults);
    expect(Object.keys(defaults).sort()).toEqual(Object.keys(modelOf(choice).properties).sort());
  });

  it('names the nearest key of a misspelt one', () => {
    const error = errorOf(() => parseRecConfig(choice, { MIN_SESION_LENGTH: 2 }));
    expect(error).toMatchObject({ choice, code: 'rec_config_invalid' });
    expect(error.issues).toMatchObject([
      { key: 'MIN_SESION_LENGTH', value: 2, nearest: 'MIN_SESSION_LENGTH' },
    ]);
  });

  it.each([null, 7, 'text', [1]])('refuses %j, which is no object', (value) => {
    expect(errorOf(() => parseRecConfig(choice, value)).issues).toMatchObject([
      { key: 'config', expected: 'a JSON object' },
    ]);
  });

  it('leaves the given object as it was', () => {
    const given = { SEED: 3 };
    expect(parseRecConfig(choice, given).SEED).toBe(3);
    expect(given).toEqual({ SEED: 3 });
  });
});

describe('a config parser', () => {
  const parse = configParser('DEMO', {
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
  });

  it('reports every wrong key at once, with its value and what was expected', () => {
    const error = errorOf(() => parse({ COUNT: 0, RATE: '.5', DECAY: 'log', IDF: 1 }));
    expect(error.message).toContain('4 keys are wrong');
    expect(error.message).toContain('COUNT: expected an integer from 1 to 9, got 0');
    expect(error.message).toContain('RATE: expected a number above 0 below 1, got ".5"');
    expect(error.message).toContain('DECAY: expected one of linear, none, got "log"');
    expect(error.message).toContain('IDF: expected true or false, got 1');
  });

  it('suggests nothing for a key that is like no other', () => {
    const error = errorOf(() => parse({ colour: 'red' }));
    expect(error.issues[0]).not.toHaveProperty('nearest');
    expect(error.message).toContain('one key is wrong');
    expect(error.message).toContain('expected one of the keys COUNT, RATE, DECAY, IDF, got "red"');
  });
});

describe('parseModelChoice', () => {
  it('knows every choice, and lists them for one it does not know', () => {
    expect(MODEL_CHOICES.map(parseModelChoice)).toEqual(MODEL_CHOICES);
    expect(() => parseModelChoice('popularity')).toThrow(UnknownModelChoiceError);
    expect(() => parseModelChoice('toString')).toThrow(/expected one of .*POPULARITY/);
  });
});
