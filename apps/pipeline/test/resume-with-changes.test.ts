import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { killAt } from './interrupted-runs.ts';
import { Workplace } from './workplace.ts';

/** No session is that long. */
const STRICT = {
  expectation_suite_name: 'strict',
  expectations: [
    {
      expectation_type: 'expect_table_row_count_to_be_between',
      kwargs: { min_value: 1_000_000 },
    },
  ],
};

let place: Workplace;
beforeAll(async () => {
  place = await Workplace.open(null, { MODEL_CONFIG_PATH: '' });
});
afterAll(() => place.close());

it('a run that its suite stopped goes on with another suite, and the advice says how', async () => {
  const strict = await place.write('strict.json', JSON.stringify(STRICT));
  const lenient = await place.write(
    'lenient.json',
    JSON.stringify({ ...STRICT, expectations: [] }),
  );
  const shop = join(place.folder, 'shop');
  await place.lf(['shop', '--out', shop, '--events', '2000']);
  const args = ['run', 'rec', '--model', 'MARKOV', '--data', shop, '--run-id', 'strict'];
  const environment = { LF_SUITE_PATH: strict };
  const failed = await place.lf(args, environment);
  expect(failed.code).toBe(1);
  expect(failed.stderr).toMatch(/Go on: lf resume strict --data .*--suite .*keeps both/);

  // Without the setting the suite of today is another one: that is said, and the run keeps its own.
  const same = await place.lf(['resume', 'strict']);
  expect(same.code).toBe(1);
  expect(same.stderr).toMatch(/is not the one that the run keeps.*lf resume strict --suite/);

  // As far as the step that the other suite lets through.
  await killAt(place, 'prepare_dataset', ['resume', 'strict', '--suite', lenient]);
  const shown = await place.lf(['runs', 'show', 'strict', '--json']);
  const { tasks } = JSON.parse(shown.stdout) as { tasks: { step: string; status: string }[] };
  expect(tasks.map(({ step, status }) => `${step} ${status}`)).toEqual([
    'start reused',
    'process_raw_data reused',
    'data_validation finished',
  ]);

  // The same folder with other data: they are read, not what is stored.
  await place.lf(['shop', '--out', shop, '--events', '3000', '--seed', '9']);
  const noticed = place.lf(['resume', 'strict', '--from', 'nothing', '--suite', lenient]);
  expect((await noticed).stderr).toMatch(/browsing_train.csv was changed after the run began/);
  await killAt(place, 'data_validation', ['resume', 'strict', '--data', shop, '--suite', lenient]);
});
