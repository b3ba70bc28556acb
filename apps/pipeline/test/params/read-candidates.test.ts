import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MODEL_CHOICES } from '@lf/train-rec';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SettingsError } from '../../src/errors.ts';
import { readCandidates as read } from '../../src/params/read-candidates.ts';
import { loadSettings, type Settings } from '../../src/settings/load.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lf-candidates-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const readCandidates = async (...args: Parameters<typeof read>) => (await read(...args)).candidates;

function settings(environment: Readonly<Record<string, string>> = {}): Settings {
  return loadSettings(environment, join(folder, '.env'));
}

function write(name: string, json: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(json));
  return path;
}

describe('readCandidates', () => {
  it('takes MODEL_CHOICE, over which the flag stands', async () => {
    const chosen = settings({ MODEL_CHOICE: 'VSKNN' });
    expect(await readCandidates(chosen, {})).toMatchObject([{ name: 'VSKNN', choice: 'VSKNN' }]);
    expect(await readCandidates(chosen, { model: 'MARKOV' })).toMatchObject([{ name: 'MARKOV' }]);
  });

  it.each(MODEL_CHOICES)('knows a configuration for %s without any file', async (model) => {
    expect(await readCandidates(settings(), { model })).toMatchObject([
      { choice: model, config: { SEED: 0 } },
    ]);
  });

  it('puts the model in the place of {} in MODEL_CONFIG_PATH', async () => {
    write('VSKNN.json', { NEIGHBOURS: 7 });
    const environment = { MODEL_CHOICE: 'VSKNN', MODEL_CONFIG_PATH: join(folder, '{}.json') };
    expect(await readCandidates(settings(environment), {})).toMatchObject([
      { config: { NEIGHBOURS: 7 } },
    ]);
    await expect(readCandidates(settings(environment), { model: 'SKNN' })).rejects.toThrow(
      /configuration of SKNN.*SKNN\.json cannot be read/,
    );
  });

  it('lets a sweep stand over the files, and a seed over both', async () => {
    write('VSKNN.json', { NEIGHBOURS: 7, SAMPLE: 70, SEED: 1 });
    const sweep = write('sweep.json', [{ MODEL_CHOICE: 'VSKNN', NEIGHBOURS: [8, 9] }]);
    const flags = { sweep, config: join(folder, '{}.json'), seed: 3 };
    expect(await readCandidates(settings(), flags)).toMatchObject([
      { name: 'VSKNN NEIGHBOURS=8', config: { NEIGHBOURS: 8, SAMPLE: 70, SEED: 3 } },
      { name: 'VSKNN NEIGHBOURS=9', config: { NEIGHBOURS: 9, SAMPLE: 70, SEED: 3 } },
    ]);
  });

  it('refuses a name that is no model, and tells the one that was meant', async () => {
    await expect(readCandidates(settings(), { model: 'VSKN' })).rejects.toThrow(SettingsError);
    await expect(readCandidates(settings(), { model: 'knn' })).rejects.toThrow(
      /--model="?knn"?: one of KNN, .*; did you mean KNN\?/,
    );
  });

  it('takes the short list where nobody names a model, and a resume takes it again', async () => {
    const found = await read(settings(), { seed: 3 });
    expect(found.candidates.map(({ name }) => name)).toEqual(['BLEND', 'VSTAN', 'MARKOV']);
    expect(found).toMatchObject({ isNamed: false, chosen: { seed: 3 } });
    expect(found.chosen).not.toHaveProperty('model');
    const named = await read(settings({ MODEL_CHOICE: 'KNN' }), {});
    expect(named).toMatchObject({ isNamed: true, chosen: { model: 'KNN' } });
  });

  it('gives what the models share to all of the short list, and asks for a name for the rest', async () => {
    const shared = write('shared.json', { VALIDATION_RATIO: 0.2 });
    expect(await readCandidates(settings(), { config: shared })).toMatchObject([
      { config: { VALIDATION_RATIO: 0.2 } },
      { config: { VALIDATION_RATIO: 0.2 } },
      { config: { VALIDATION_RATIO: 0.2 } },
    ]);
    const ofKnn = settings({ MODEL_CONFIG_PATH: write('KNN.json', { SIZE: 48 }) });
    await expect(readCandidates(ofKnn, {})).rejects.toThrow(
      /MODEL_CHOICE=.*the model that .*KNN.json/,
    );
    expect(await readCandidates(ofKnn, { model: 'KNN' })).toMatchObject([{ choice: 'KNN' }]);
  });

  it('reads the sweep that is shipped', async () => {
    const sweep = fileURLToPath(new URL('../../../../configs/rec/sweep.json', import.meta.url));
    const candidates = await readCandidates(settings(), { sweep });
    expect(candidates.length).toBeGreaterThan(3);
    expect(new Set(candidates.map(({ name }) => name)).size).toBe(candidates.length);
  });
});
