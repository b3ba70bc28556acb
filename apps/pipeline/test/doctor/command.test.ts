import { afterAll, beforeAll, expect, it } from 'vitest';
import { Workplace } from '../workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await Workplace.open();
});
afterAll(() => place.close());

it('ends with 0 where nothing is missing, and with 1 where something is, as JSON too', async () => {
  const well = await place.lf(['doctor', '--json']);
  expect(well.code).toBe(0);
  const lines = JSON.parse(well.stdout) as readonly { check: string; found: string }[];
  expect(lines.map(({ check }) => check)).toEqual([
    'settings',
    'node',
    'disk',
    'disk',
    'ports',
    'back ends',
    'datastore',
  ]);
  expect(lines.find(({ check }) => check === 'back ends')?.found).toMatch(
    /TensorFlow.js runs on (tensorflow|webgpu|wasm|cpu) \(/,
  );
  const ill = await place.lf(['doctor', '--for', 'serve'], {
    LF_API_KEY: 'a-key-too-short'.slice(0, 9),
  });
  expect(ill.code).toBe(1);
  expect(ill.stdout).toMatch(/^failed {3}settings .*LF_API_KEY=\(hidden\)/m);
  expect(ill.stdout).toMatch(/\d ok, \d warnings, 1 failed\n$/);
});

it('prints the policy of these settings, or why there is none', async () => {
  const none = await place.lf(['iam']);
  expect(none).toMatchObject({ code: 1, stdout: '' });
  expect(none.stderr).toMatch(/no request goes to AWS. Set LF_DATASTORE_ROOT=s3:/);
  const { code, stdout } = await place.lf(['iam', '--for', 'run'], {
    LF_DATASTORE_ROOT: 's3://bucket/shop',
  });
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ Version: '2012-10-17' });
  expect((await place.lf(['iam', '--account', '1'])).stderr).toMatch(/12 digits/);
});
