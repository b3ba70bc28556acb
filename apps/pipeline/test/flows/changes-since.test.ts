import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { changedInputs } from '../../src/params/changed-inputs.ts';
import { changesSince } from '../../src/flows/changes-since.ts';
import type { ResumeFlags } from '../../src/params/run-flags.ts';
import { readIntentModel, readIntentParams } from '../../src/params/intent-params.ts';
import { readRecModel, readRecParams } from '../../src/params/rec-params.ts';
import { loadSettings, type Settings } from '../../src/settings/load.ts';

async function place(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lf-changes-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function settings(environment: Readonly<Record<string, string>> = {}): Settings {
  return loadSettings(environment, '/nowhere/.env');
}

/** A run that stopped with these parameters, after its data were stored or before. */
function stopped(params: object, { isStored = true } = {}) {
  const start = {
    step: 'start',
    index: null,
    attempts: 1,
    ms: 1,
    peakMemoryBytes: null,
    artifacts: [],
  };
  return {
    runId: 'r1',
    params: JSON.parse(JSON.stringify(params)) as Record<string, unknown>,
    tasks: isStored ? [{ ...start, status: 'finished' as const }] : [],
  };
}

async function write(path: string, json: unknown): Promise<string> {
  await writeFile(path, JSON.stringify(json));
  return path;
}

it('says nothing where nothing has changed', async () => {
  const config = await write(join(await place(), 'config.json'), { EPOCHS: 2 });
  const now = settings({ MODEL_CONFIG_PATH: config });
  expect(await changesSince(stopped(await readIntentParams(now)), now, {})).toEqual([]);
});

it('notices a changed configuration and suite, says what is kept, and gives one command for both', async () => {
  const folder = await place();
  const config = await write(join(folder, 'my config.json'), { EPOCHS: 2 });
  const suite = await write(join(folder, 'suite.json'), { expectations: [] });
  const now = settings({ LF_SUITE_PATH: suite });
  const run = stopped(await readIntentParams(now, { config }));
  await write(config, { EPOCHS: 3 });
  await write(suite, { expectations: [], meta: {} });
  expect(await changesSince(run, now, {})).toEqual([
    expect.stringMatching(/my config\.json was changed .* keeps the model configuration that/),
    expect.stringMatching(/suite\.json was changed .* keeps the expectation suite that it read/),
    `To use what is there now: lf resume r1 --config '${config}' --suite ${suite}`,
  ]);
  expect(await changesSince(run, now, { config, suite })).toEqual([]);
  await rm(config);
  await write(suite, { expectations: [] });
  expect(await changesSince(run, now, {})).toEqual([
    expect.stringMatching(/my config\.json is gone or cannot be read; the run keeps/),
  ]);
});

it('notices raw tables that were replaced, even by older ones, and that a folder has one more', async () => {
  const shop = join(await place(), 'shop');
  await mkdir(shop);
  const browsing = join(shop, 'browsing_train.csv');
  await writeFile(browsing, 'a\n');
  const now = settings();
  const params = await readIntentParams(now, { data: shop });
  await writeFile(browsing, 'b\n');
  await utimes(browsing, new Date(0), new Date(0));
  await writeFile(join(shop, 'search_train.csv'), 'a\n');
  expect(await changesSince(stopped(params), now, {})).toEqual([
    expect.stringMatching(/browsing_train\.csv was changed .* keeps the data that it stored/),
    expect.stringMatching(/search_train\.csv has come after the run began/),
    `To use what is there now: lf resume r1 --data ${shop}`,
  ]);
  const [unread, ...others] = await changesSince(stopped(params, { isStored: false }), now, {});
  expect(unread).toMatch(/has stored none of its data yet, and reads it as it is now/);
  expect(others.join('\n')).not.toContain('lf resume');
  const named = settings({ BROWSING_TRAIN_PATH: browsing });
  const run = stopped(await readIntentParams(named));
  await writeFile(browsing, 'c\n');
  expect((await changesSince(run, named, {})).at(-1)).toBe(
    'To use what is there now: lf resume r1 --from start',
  );
});

it('notices settings that are others now, and says which only a new run takes', async () => {
  const before = settings({ MODEL_CHOICE: 'MARKOV', LF_SEED: '3' });
  const run = stopped(await readRecParams(before));
  const now = settings({ MODEL_CHOICE: 'VSKNN', PARQUET_S3_PATH: 'other' });
  expect(await changesSince(run, now, {})).toEqual([
    'MODEL_CHOICE is "VSKNN" and was "MARKOV" when the run began, which the run keeps.',
    'LF_SEED is unset and was 3 when the run began, which the run keeps.',
    'PARQUET_S3_PATH is "other" and was "default" when the run began, which the run keeps; a new run takes it.',
    'To use what is there now: lf resume r1 --model VSKNN',
  ]);
});

it('keeps model, seed and port of the run when a resume changes its configuration alone', async () => {
  const config = await write(join(await place(), 'config.json'), { TEST_RATIO: 0.2 });
  const flags = { model: 'MARKOV', seed: 7, port: 9000 };
  const run = stopped(await readRecParams(settings(), flags));
  const now = settings({ MODEL_CHOICE: 'VSKNN', LF_SEED: '1' });
  const changed = await changedInputs(readRecModel, now, { config }, run);
  expect(changed).toMatchObject({
    seed: 7,
    candidates: [{ choice: 'MARKOV', config: { SEED: 7, TEST_RATIO: 0.2 } }],
    modelFlags: { model: 'MARKOV', seed: 7, config },
  });
  expect(changed).not.toHaveProperty('endpointPort');
});

it('trains what a sweep lists anew when a resume names it, and one model in its place', async () => {
  const folder = await place();
  const sweep = await write(join(folder, 'sweep.json'), [{ MODEL_CHOICE: 'MARKOV' }]);
  const run = stopped(await readRecParams(settings(), { sweep }));
  await write(sweep, [{ MODEL_CHOICE: ['MARKOV', 'VSKNN'] }]);
  const [line, command] = await changesSince(run, settings(), {});
  expect(line).toMatch(/sweep\.json was changed after the run began; the run keeps the sweep/);
  expect(command).toBe(`To use what is there now: lf resume r1 --sweep ${sweep}`);
  const resumed = (flags: ResumeFlags) => changedInputs(readRecModel, settings(), flags, run);
  expect(await resumed({ sweep })).toMatchObject({ candidates: [{}, { choice: 'VSKNN' }] });
  expect(await resumed({ model: 'VSKNN' })).toMatchObject({ candidates: [{ choice: 'VSKNN' }] });
});

it('is no news again once a resume has taken it', async () => {
  const config = await write(join(await place(), 'config.json'), { EPOCHS: 2 });
  const run = stopped(await readIntentParams(settings()));
  const now = settings({ MODEL_CONFIG_PATH: config });
  expect(await changesSince(run, now, {})).toHaveLength(2);
  const changed = await changedInputs(readIntentModel, now, { config }, run);
  const resumed = stopped({ ...run.params, ...changed });
  expect(await changesSince(resumed, now, {})).toEqual([]);
  expect(changed.configFiles?.map(({ role }) => role).sort()).toEqual(['config', 'suite']);
});

it('takes the record of a version that recorded no files', async () => {
  const { configFiles, keptSettings, sourceStates, modelFlags, dataFolder, ...older } =
    await readIntentParams(settings());
  expect([configFiles, keptSettings, sourceStates, modelFlags, dataFolder]).toHaveLength(5);
  const run = stopped(older);
  expect(await changesSince(run, settings({ LF_SEED: '4' }), {})).toEqual([]);
  const changed = await changedInputs(readIntentModel, settings(), { seed: 5 }, run);
  expect(changed).toMatchObject({ seed: 5, config: { SEED: 5 } });
});
