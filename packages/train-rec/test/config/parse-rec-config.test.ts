import { configSchema } from '@lf/config';
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

it('reports every wrong key at once, with its value and what was expected', () => {
  const json = { SEED: -1, TEST_RATIO: '.5', WEIGHTING: 'cubic', IDF: 1 };
  expect(errorOf(() => parseRecConfig('VSKNN', json)).message.split('\n')).toEqual([
    'While reading the config of VSKNN, 4 keys are wrong:',
    '  TEST_RATIO: expected a number above 0 below 1, got ".5"',
    '  SEED: expected an integer from 0 to 4294967295, got -1',
    expect.stringMatching(/^ {2}WEIGHTING: expected one of .*reciprocal.*, got "cubic"$/),
    '  IDF: expected true or false, got 1',
  ]);
});

it('lists the keys where an unknown one is like no other', () => {
  const { issues, message } = errorOf(() => parseRecConfig('POPULARITY', { colour: 'red' }));
  expect(issues[0]).not.toHaveProperty('nearest');
  expect(message).toBe(
    'While reading the config of POPULARITY, one key is wrong:\n' +
      '  colour: expected one of the keys MIN_SESSION_LENGTH, MAX_SESSION_LENGTH, ' +
      'VALIDATION_RATIO, TEST_RATIO, SEED, got "red"',
  );
});

describe('parseModelChoice', () => {
  it('knows every choice, and lists them for one it does not know', () => {
    expect(MODEL_CHOICES.map(parseModelChoice)).toEqual(MODEL_CHOICES);
    expect(() => parseModelChoice('popularity')).toThrow(UnknownModelChoiceError);
    expect(() => parseModelChoice('toString')).toThrow(/expected one of .*POPULARITY/);
  });
});
