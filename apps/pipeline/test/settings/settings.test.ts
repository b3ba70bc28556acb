import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contestLines } from '../../src/settings/context.ts';
import { loadSettings, readSettings } from '../../src/settings/load.ts';

let folder: string;
let dotEnv: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lf-settings-'));
  dotEnv = join(folder, '.env');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('loadSettings', () => {
  it('has defaults for a machine where nothing is set', () => {
    expect(loadSettings({ METAFLOW_HOME: folder }, dotEnv)).toMatchObject({
      LF_DATASTORE_ROOT: 'file:.lf',
      LF_SYNTHETIC_EVENTS: 200_000,
      EN_BATCH: 0,
    });
  });

  it('lets .env win over the environment, and an empty value win over nothing', () => {
    writeFileSync(dotEnv, 'LF_SEED=7\nPARQUET_S3_PATH=\n');
    const settings = loadSettings({ LF_SEED: '8', PARQUET_S3_PATH: 'mine' }, dotEnv);
    expect(settings).toMatchObject({ LF_SEED: 7, PARQUET_S3_PATH: 'mine' });
  });

  it('says which value won where .env and the shell differ, and shows no secret', () => {
    writeFileSync(dotEnv, 'LF_SEED=7\nLF_API_PORT=3001\nWANDB_API_KEY=abc\n');
    const { contested } = readSettings(
      { LF_SEED: '8', LF_API_PORT: '3001', WANDB_API_KEY: 'def', LF_MAX_WORKERS: '2' },
      dotEnv,
    );
    const lines = contestLines(contested);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/LF_SEED is "?7"?, as \.env says, not "?8"? as the environment does/);
    expect(lines.join()).not.toMatch(/abc|def/);
  });

  it("reads Metaflow's datastore root where ours is unset", () => {
    expect(
      loadSettings({ METAFLOW_DATATOOLS_SYSROOT_S3: 's3://b/p' }, dotEnv).LF_DATASTORE_ROOT,
    ).toBe('s3://b/p');
  });

  it('reports every unknown, misspelt and out-of-range setting at once', () => {
    writeFileSync(dotEnv, 'BROWSING_TRAIN_PAHT=a.csv\nLF_SEED=-1\n');
    const load = () =>
      loadSettings({ LF_MAX_WORKER: '3', LF_DUPLICATE_ROWS: 'ignore', EN_BATCH: 'yes' }, dotEnv);
    expect(load).toThrow(/BROWSING_TRAIN_PAHT="a.csv": did you mean BROWSING_TRAIN_PATH\?/);
    expect(load).toThrow(/LF_MAX_WORKER="3": did you mean LF_MAX_WORKERS\?/);
    expect(load).toThrow(/LF_SEED="-1": must be >= 0/);
    expect(load).toThrow(/LF_DUPLICATE_ROWS="ignore": one of error, drop, keep/);
    expect(load).toThrow(/EN_BATCH="yes": one of 0, 1/);
  });

  it.each([
    '1e999',
    '1e3',
    '0x10',
    '5.0',
    ' 5',
    '5 ',
    '+5',
    '-0',
    '007',
    'NaN',
    '9007199254740993',
  ])('takes no integer written as %j', (text) => {
    const load = () => loadSettings({ LF_MAX_SESSION_EVENTS: text, LF_SEED: text }, dotEnv);
    expect(load).toThrow(`LF_MAX_SESSION_EVENTS=${JSON.stringify(text)}: must be integer`);
    expect(load).toThrow(`LF_SEED=${JSON.stringify(text)}: must be integer`);
  });

  it.each(['1e-1', 'Infinity', '0x0', ' .1', ''.padEnd(400, '1')])(
    'takes no share written as %j',
    (text) => {
      expect(() => loadSettings({ LF_MAX_METRIC_DROP: text }, dotEnv)).toThrow(
        'LF_MAX_METRIC_DROP',
      );
    },
  );

  it('shows the beginning of a long name or value, and the first of many', () => {
    const many = Array.from({ length: 5000 }, (_, at) => `LF_STRAY_${at}=1`);
    writeFileSync(dotEnv, [`LF_SEED=${'9'.repeat(100_000)}`, ...many].join('\n'));
    const load = () => loadSettings({ [`LF_${'X'.repeat(100_000)}`]: '1' }, dotEnv);
    expect(load).toThrow(/and 4952 more/);
    expect(load).toThrow(/^.{1,20000}$/s);
  });

  it('takes plain integers and decimals', () => {
    const settings = {
      LF_SEED: '0',
      LF_MAX_METRIC_DROP: '.05',
      LF_CHALLENGER_SHARE: '1',
      EN_BATCH: '0',
    };
    expect(loadSettings(settings, dotEnv)).toMatchObject({
      LF_SEED: 0,
      LF_MAX_METRIC_DROP: 0.05,
      LF_CHALLENGER_SHARE: 1,
      EN_BATCH: 0,
    });
  });

  it('refuses what cannot be had in a sentence, so that nothing is ignored', () => {
    writeFileSync(dotEnv, 'NEPTUNE_PROJECT=shop\n');
    const load = () => loadSettings({}, dotEnv);
    expect(load).toThrow('NEPTUNE_PROJECT="shop": The hosted service of Neptune closed');
  });

  it("takes names of the original's in the environment for another program's", () => {
    expect(() => loadSettings({ DOCKER_IMAGE: 'ci:1' }, dotEnv)).not.toThrow();
  });

  it('leaves variables of other programs alone', () => {
    writeFileSync(dotEnv, 'AWS_ACCESS_KEY_ID=x\n');
    expect(() => loadSettings({ HOME: '/root', LFX: '1' }, dotEnv)).not.toThrow();
  });

  it('never shows a secret', () => {
    writeFileSync(dotEnv, 'WANDB_API_KEYS=secret\n');
    expect(() => loadSettings({}, dotEnv)).toThrow(
      /WANDB_API_KEYS=\(hidden\): did you mean WANDB_API_KEY\?/,
    );
  });
});
