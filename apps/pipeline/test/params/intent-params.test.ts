import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SettingsError } from '../../src/errors.ts';
import { readCandidates } from '../../src/params/read-candidates.ts';
import { readIntentModel } from '../../src/params/intent-params.ts';
import { loadSettings } from '../../src/settings/load.ts';

const settings = (environment: Readonly<Record<string, string>> = {}) =>
  loadSettings(environment, join(tmpdir(), 'no-such-folder', '.env'));

it('trains the LSTM unless MODEL_CHOICE or the flag names trees', async () => {
  const { params, modelFlags } = await readIntentModel(settings(), {});
  expect(params.config).toMatchObject({ LSTM_DIMS: 48 });
  expect(params.preparation).not.toHaveProperty('contextEvents');
  expect(modelFlags).toEqual({});
  const trees = { MODEL_CHOICE: 'TREES', LEAVES: 15, SEED: 7 };
  const chosen = await readIntentModel(settings({ MODEL_CHOICE: 'TREES' }), { seed: 7 });
  expect(chosen.params.config).toMatchObject(trees);
  expect(chosen.params.preparation).toMatchObject({ contextEvents: 200 });
  const named = await readIntentModel(settings(), { model: 'TREES', seed: 7 });
  expect(named.params).toEqual(chosen.params);
  expect(named.modelFlags).toEqual({ model: 'TREES', seed: 7 });
  const flagFirst = await readIntentModel(settings({ MODEL_CHOICE: 'TREES' }), { model: 'LSTM' });
  expect(flagFirst.params.config).toMatchObject({ LSTM_DIMS: 48 });
});

it('leaves the names of the other flow alone where both read MODEL_CHOICE, and no others', async () => {
  const { params } = await readIntentModel(settings({ MODEL_CHOICE: 'KNN' }), {});
  expect(params.config).toMatchObject({ LSTM_DIMS: 48 });
  const { isNamed, candidates } = await readCandidates(settings({ MODEL_CHOICE: 'TREES' }), {});
  expect(isNamed).toBe(false);
  expect(candidates.length).toBeGreaterThan(1);

  const wrong = readIntentModel(settings({ MODEL_CHOICE: 'TREE' }), {});
  await expect(wrong).rejects.toThrow(/one of LSTM, TREES; did you mean TREES/u);
  await expect(readIntentModel(settings(), { model: 'KNN' })).rejects.toThrow(SettingsError);
  await expect(readCandidates(settings(), { model: 'TREES' })).rejects.toThrow(SettingsError);
});
