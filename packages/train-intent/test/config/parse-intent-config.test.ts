import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { INTENT_CONFIG_SCHEMA, IntentConfigError, parseIntentConfig } from '../../src/index.ts';

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
  it('fills in the values of the original flow, with larger steps', () => {
    expect(parseIntentConfig({})).toMatchObject({
      EPOCHS: 200,
      PATIENCE: 10,
      LSTM_DIMS: 48,
      BATCH_SIZE: 128,
      LEARNING_RATE: 6e-3,
    });
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
    const error = issuesOf({ EPOCHS: 0, LEARNING_RATE: '1e-3', ENGINE: 'torch' });
    expect(error.code).toBe('intent_config_invalid');
    expect(error.issues.map(({ key }) => key).sort()).toEqual([
      'ENGINE',
      'EPOCHS',
      'LEARNING_RATE',
    ]);
    expect(error.message).toContain('While reading the intent config, 3 keys are wrong:\n');
    expect(error.message).toContain('EPOCHS: expected an integer from 1 to 100000, got 0');
    expect(error.message).toContain('ENGINE: expected one of fused, tfjs, got "torch"');
    expect(error.message).toContain('LEARNING_RATE: expected a number above 0 to 1, got "1e-3"');
  });

  it('knows no key of what comes before a training', () => {
    expect(issuesOf({ CUTS: [0] }).issues).toMatchObject([{ key: 'CUTS' }]);
  });

  it.each([null, 7, 'text', [1]])('refuses %j, which is no object', (value) => {
    expect(issuesOf(value).issues).toMatchObject([{ key: 'config', expected: 'a JSON object' }]);
  });

  it('has a schema that is valid JSON Schema', () => {
    expect(new Ajv().validateSchema(INTENT_CONFIG_SCHEMA)).toBe(true);
  });
});
