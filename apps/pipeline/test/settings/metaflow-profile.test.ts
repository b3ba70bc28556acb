import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { setRows } from '../../src/cli/settings.ts';
import { loadSettings, readSettings } from '../../src/settings/load.ts';

let home: string;
let dotEnv: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'lf-metaflow-'));
  dotEnv = join(home, '.env');
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

/** As `metaflow configure aws` writes it. */
const SHOP = {
  METAFLOW_DEFAULT_DATASTORE: 's3',
  METAFLOW_DATASTORE_SYSROOT_S3: 's3://shop/metaflow',
  METAFLOW_DATATOOLS_SYSROOT_S3: 's3://shop/data',
  METAFLOW_BATCH_JOB_QUEUE: 'shop-queue',
  METAFLOW_ECS_S3_ACCESS_IAM_ROLE: 'arn:aws:iam::123456789012:role/shop-jobs',
};

function write(name: string, content: unknown): string {
  const path = join(home, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const set = (environment: Record<string, string>) =>
  readSettings({ METAFLOW_HOME: home, ...environment }, dotEnv);

it('takes root, queue and role from the profile that is named, and tells so', () => {
  const path = write('config_shop.json', SHOP);
  const read = set({ METAFLOW_PROFILE: 'shop' });
  expect(read.problems).toEqual([]);
  expect(read.settings).toMatchObject({
    LF_DATASTORE_ROOT: 's3://shop/data',
    METAFLOW_BATCH_JOB_QUEUE: 'shop-queue',
    METAFLOW_ECS_S3_ACCESS_IAM_ROLE: 'arn:aws:iam::123456789012:role/shop-jobs',
  });
  expect(setRows(read)).toContainEqual({
    setting: 'LF_DATASTORE_ROOT',
    value: '"s3://shop/data"',
    from: `${path} (METAFLOW_DATATOOLS_SYSROOT_S3)`,
  });
});

it('reads config.json where no profile is named, and nothing where it is not there', () => {
  expect(set({}).settings.LF_DATASTORE_ROOT).toBe('file:.lf');
  write('config.json', SHOP);
  expect(set({}).settings.LF_DATASTORE_ROOT).toBe('s3://shop/data');
});

it('lets .env win over the environment, and that over the profile', () => {
  write('config_shop.json', SHOP);
  const inEnvironment = { METAFLOW_PROFILE: 'shop', LF_DATASTORE_ROOT: 'file:mine' };
  expect(set(inEnvironment).settings.LF_DATASTORE_ROOT).toBe('file:mine');
  writeFileSync(dotEnv, 'METAFLOW_BATCH_JOB_QUEUE=urgent\n');
  const read = set(inEnvironment);
  expect(read.settings.METAFLOW_BATCH_JOB_QUEUE).toBe('urgent');
  expect(setRows(read).map(({ setting, from }) => [setting, from])).toEqual([
    ['LF_DATASTORE_ROOT', 'environment'],
    ['METAFLOW_DATATOOLS_SYSROOT_S3', join(home, 'config_shop.json')],
    ['METAFLOW_PROFILE', 'environment'],
    ['METAFLOW_HOME', 'environment'],
    ['METAFLOW_BATCH_JOB_QUEUE', '.env'],
    ['METAFLOW_ECS_S3_ACCESS_IAM_ROLE', join(home, 'config_shop.json')],
  ]);
});

it('lets .env name the profile and its folder', () => {
  write('config_shop.json', SHOP);
  writeFileSync(dotEnv, `METAFLOW_PROFILE=shop\nMETAFLOW_HOME=${home}\n`);
  expect(loadSettings({}, dotEnv).LF_DATASTORE_ROOT).toBe('s3://shop/data');
});

it("reads later Metaflow's name of the root", () => {
  write('config.json', { METAFLOW_DATATOOLS_S3ROOT: 's3://shop/new' });
  expect(set({}).settings.LF_DATASTORE_ROOT).toBe('s3://shop/new');
});

it.each([
  ['a profile that is not there', {}, /METAFLOW_PROFILE="shop": a profile of Metaflow, and there/],
  ['a file that is no JSON', 'root: s3', /METAFLOW_PROFILE="shop": a JSON object/],
  ['a file that is no object', [SHOP], /METAFLOW_PROFILE="shop": a JSON object/],
  [
    'a root that is none',
    { METAFLOW_DATATOOLS_SYSROOT_S3: '/data' },
    /LF_DATASTORE_ROOT="\/data": must match pattern/,
  ],
])('refuses %s', (what, content, message) => {
  if (what !== 'a profile that is not there') write('config_shop.json', content);
  const load = () => loadSettings({ METAFLOW_PROFILE: 'shop', METAFLOW_HOME: home }, dotEnv);
  expect(load).toThrow(message);
});

it('hides secrets among what is set', () => {
  const rows = setRows(
    set({ LF_API_KEY: 'a-key-of-16-chars', MLFLOW_TRACKING_URI: 'https://me:pass@mlflow' }),
  );
  expect(rows.find(({ setting }) => setting === 'LF_API_KEY')?.value).toBe('(hidden)');
  expect(JSON.stringify(rows)).not.toMatch(/a-key-of|pass/);
});
