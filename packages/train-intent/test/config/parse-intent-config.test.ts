import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { INTENT_CONFIG_SCHEMA, IntentConfigError, parseIntentConfig } from '../../src/index.ts';

const DEFAULT_FILE = new URL('../../../../configs/intent/default.json', import.meta.url);

function issuesOf(value: unknown) {
  try {
    parseIntentConfig(value);
  } catch (error) {
    if (error instanceof IntentConfigError) return error;
    throw error;
  }
  throw new Error('expected an IntentConfigError');
}

describe('parseIntentConfig', () => {
  it('fills in the values of the original flow', () => {
    expect(parseIntentConfig({})).toMatchObject({
      EPOCHS: 200,
      PATIENCE: 10,
      LSTM_DIMS: 48,
      BATCH_SIZE: 128,
      LEARNING_RATE: 1e-3,
      CUTS: [0, 2, 4, 6, 8, 10],
    });
  });

  it('reads the shipped config, which changes no default', () => {
    const file: unknown = JSON.parse(readFileSync(DEFAULT_FILE, 'utf8'));
    expect(parseIntentConfig(file)).toEqual(parseIntentConfig({}));
  });

  it('leaves the given object as it was', () => {
    const given = { EPOCHS: 3 };
    expect(parseIntentConfig(given).EPOCHS).toBe(3);
    expect(given).toEqual({ EPOCHS: 3 });
  });

  it('names the nearest key of a misspelt one', () => {
    const error = issuesOf({ LERNING_RATE: 0.01 });
    expect(error.issues).toMatchObject([
      { key: 'LERNING_RATE', value: 0.01, nearest: 'LEARNING_RATE' },
    ]);
    expect(error.message).toContain('did you mean LEARNING_RATE?');
  });

  it('suggests nothing for a key that is like no other', () => {
    expect(issuesOf({ colour: 'red' }).issues[0]).not.toHaveProperty('nearest');
  });

  it('reports every wrong key at once, with its value and range', () => {
    const error = issuesOf({ EPOCHS: 0, LEARNING_RATE: '1e-3', ENGINE: 'torch', CUTS: [-1, 2.5] });
    expect(error.code).toBe('intent_config_invalid');
    expect(error.issues.map(({ key }) => key).sort()).toEqual([
      'CUTS',
      'ENGINE',
      'EPOCHS',
      'LEARNING_RATE',
    ]);
    expect(error.message).toContain('While reading the intent config, 4 keys are wrong:\n');
    expect(error.message).toContain('EPOCHS: expected an integer from 1 to 100000, got 0');
    expect(error.message).toContain('ENGINE: expected one of fused, tfjs, got "torch"');
    expect(error.message).toContain('LEARNING_RATE: expected a number above 0 to 1, got "1e-3"');
    expect(error.message).toContain(
      'CUTS: expected a list of different integers from 0 to 254, got [-1,2.5]',
    );
  });

  it('puts the cuts in rising order', () => {
    expect(parseIntentConfig({ CUTS: [4, 0, 10] }).CUTS).toEqual([0, 4, 10]);
  });

  it('refuses ratios that leave nothing to train on', () => {
    expect(issuesOf({ VALIDATION_RATIO: 0.5, TEST_RATIO: 0.5 }).issues).toMatchObject([
      { key: 'VALIDATION_RATIO', value: 0.5 },
    ]);
  });

  it.each([null, 7, 'text', [1]])('refuses %j, which is no object', (value) => {
    expect(issuesOf(value).issues).toMatchObject([{ key: 'config', expected: 'a JSON object' }]);
  });

  it('has a schema that is valid JSON Schema', () => {
    expect(new Ajv().validateSchema(INTENT_CONFIG_SCHEMA)).toBe(true);
  });
});
