import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { artifactsOf, killAt } from './interrupted-runs.ts';
import { LF, Workplace } from './workplace.ts';

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
  expect(failed.stderr).toMatch(
    /Go on:\n {2}node \S+ resume strict --from start .*\n.*--data <folder>.*\n.*--suite .*strict\.json/,
  );
  expect(failed.stderr).toContain('the run keeps what it has, and fails again');
  const [, docs = ''] = /^Their Data Docs: (.+)$/m.exec(failed.stderr) ?? [];
  expect(await readFile(docs, 'utf8')).toContain('strict');

  // Without the setting the suite of today is another one: that is said, and the run keeps its own.
  const same = await place.lf(['resume', 'strict']);
  expect(same.code).toBe(1);
  expect(same.stderr).toMatch(
    /LF_SUITE_PATH is unset and was ".*strict\.json" when the run began, which the run keeps/,
  );

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

it('trains with another configuration on a resume, from the first step that it changes on, as a fresh run does', async () => {
  const environment = { LF_MAX_METRIC_DROP: '1' };
  const config = await place.write('config.json', JSON.stringify({ EPOCHS: 2, LSTM_DIMS: 8 }));
  const run = (runId: string) =>
    place.lf(
      ['run', 'intent', '--config', config, '--run-id', runId, '--force', '--json'],
      environment,
    );
  const before = await run('changed');
  expect(before.code, before.stderr).toBe(0);
  await place.write('config.json', JSON.stringify({ EPOCHS: 1, LSTM_DIMS: 4 }));

  const kept = await place.lf(['resume', 'changed'], environment);
  expect(kept.code, kept.stderr).toBe(0);
  expect(kept.stderr).toMatch(/config\.json was changed .* keeps the model configuration/);
  expect(kept.stderr).toContain(`${LF} resume changed --config ${config}`);
  expect(kept.stderr).not.toMatch(/\] finished in/);

  const resumed = await place.lf(['resume', 'changed', '--config', config, '--json'], environment);
  expect(resumed.code, resumed.stderr).toBe(0);
  const { steps } = JSON.parse(resumed.stdout) as { steps: { step: string; status: string }[] };
  expect(steps.filter(({ status }) => status === 'finished').map(({ step }) => step)).toEqual([
    'get_model_config',
    'train_model',
    'deploy',
    'end',
  ]);
  const fresh = await run('fresh');
  expect(fresh.code, fresh.stderr).toBe(0);
  expect(await artifactsOf(place, 'changed')).toEqual(await artifactsOf(place, 'fresh'));
});
