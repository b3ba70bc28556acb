import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { IntentConfigError } from '@lf/train-intent';
import { describe, expect, it } from 'vitest';
import {
  INTENT_FLOW_SCHEMA,
  modelPreparationOf,
  parseIntentFlowConfig,
  parseTreesFlowConfig,
  preparationOf,
  trainingConfigOf,
  TREES_FLOW_SCHEMA,
  treesConfigOf,
} from '../../src/params/intent-config.ts';
import { builtInConfig } from '../../src/settings/built-in-config.ts';

function issuesOf(value: unknown) {
  try {
    parseIntentFlowConfig(value);
  } catch (error) {
    if (error instanceof IntentConfigError) return error.issues;
    throw error;
  }
  throw new Error('expected an IntentConfigError');
}

describe('parseIntentFlowConfig', () => {
  it('reads the shipped config, which changes no default', () => {
    const file: unknown = JSON.parse(readFileSync(builtInConfig('intent/default.json'), 'utf8'));
    expect(parseIntentFlowConfig(file)).toEqual(parseIntentFlowConfig({}));
    expect(parseIntentFlowConfig(file)).toMatchObject({ EPOCHS: 200, CUTS: [0, 2, 4, 6, 8, 10] });
  });

  it('tells wrong keys of the preparation and of the training at once', () => {
    expect(issuesOf({ EPOCHS: 0, CUTS: [-1, 2.5], LABELING: 'prefix' })).toMatchObject([
      { key: 'LABELING', nearest: 'LABELLING' },
      { key: 'EPOCHS' },
      { key: 'CUTS', expected: 'a list of different integers from 0 to 254' },
    ]);
  });

  it('puts the cuts in rising order', () => {
    expect(parseIntentFlowConfig({ CUTS: [4, 0, 10] }).CUTS).toEqual([0, 4, 10]);
  });

  it('refuses ratios that leave nothing to train on', () => {
    expect(issuesOf({ VALIDATION_RATIO: 0.5, TEST_RATIO: 0.5 })).toMatchObject([
      { key: 'VALIDATION_RATIO', value: 0.5 },
    ]);
  });

  it('gives each step the keys that it reads, and no other', () => {
    const config = parseIntentFlowConfig({ EPOCHS: 3, CUTS: [1] });
    const [preparation, training] = [preparationOf(config), trainingConfigOf(config)];
    expect(preparation).toMatchObject({ CUTS: [1], LABELLING: 'prefix' });
    expect(training).toMatchObject({ EPOCHS: 3, SEED: 0 });
    expect({ ...preparation, ...training }).toEqual(config);
    expect(Object.keys(training).filter((key) => key in preparation)).toEqual([]);
  });
});

describe('parseTreesFlowConfig', () => {
  it('reads the shipped config, which changes no default', () => {
    const file: unknown = JSON.parse(readFileSync(builtInConfig('intent/TREES.json'), 'utf8'));
    expect(parseTreesFlowConfig(file)).toEqual(parseTreesFlowConfig({}));
    expect(parseTreesFlowConfig({})).toMatchObject({ MODEL_CHOICE: 'TREES', LEAVES: 15 });
  });

  it('lets the preparation alone add a context, of the events that are read', () => {
    const config = parseTreesFlowConfig({ MAX_LEN: 9, CUTS: [4, 0] });
    expect(modelPreparationOf(config)).toEqual({ ...preparationOf(config), contextEvents: 9 });
    expect(treesConfigOf(config)).not.toHaveProperty('CUTS');
    const lstm = parseIntentFlowConfig({ MAX_LEN: 9 });
    expect(modelPreparationOf(lstm)).toEqual(preparationOf(lstm));
  });

  it('knows no key of the LSTM, and refuses options out of range', () => {
    expect(() => parseTreesFlowConfig({ LSTM_DIMS: 8 })).toThrow(/LSTM_DIMS/u);
    expect(() => parseTreesFlowConfig({ BINS: 256 })).toThrow(/BINS/u);
  });
});

it.each([INTENT_FLOW_SCHEMA, TREES_FLOW_SCHEMA])(
  'has a schema that is valid JSON Schema',
  (schema) => {
    expect(new Ajv().validateSchema(schema)).toBe(true);
  },
);
