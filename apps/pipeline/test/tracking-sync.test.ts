import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openLocalTracker } from '@lf/tracking';
import { Workplace } from './workplace.ts';

let place: Workplace;
beforeAll(async () => {
  place = await Workplace.open(null);
  for (const run of ['run-1', 'run-2']) {
    const directory = join(place.folder, '.lf', 'tracking', run, 'train_model-1');
    const runId = `${run}-train_model-1`;
    const tracker = openLocalTracker({ directory, runId, experiment: 'intent', clock: Date.now });
    tracker.metrics({ loss: 0.5 });
    await tracker.finish('completed');
  }
});
afterAll(() => place.close());

it('shows a run of the past in a tracker that is set afterwards, then all runs', async () => {
  const logs = join(place.folder, 'logs', 'intent');
  const settings = { TENSORBOARD_LOGDIR: 'logs' };
  const one = await place.lf(['tracking', 'sync', 'run-1'], settings);
  expect(one.code, one.stderr).toBe(0);
  expect(one.stdout).toBe(
    `run-1/train_model-1  tensorboard: ${join(logs, 'run-1-train_model-1')}\n`,
  );
  expect(await readdir(logs)).toEqual(['run-1-train_model-1']);

  const all = await place.lf(['tracking', 'sync', '--json'], settings);
  expect(JSON.parse(all.stdout)).toMatchObject([
    { task: 'run-1/train_model-1', backEnd: 'tensorboard', isComplete: true },
    { task: 'run-2/train_model-1', backEnd: 'tensorboard', isComplete: true },
  ]);
  expect(await readdir(logs)).toEqual(['run-1-train_model-1', 'run-2-train_model-1']);
});

it('fails, and says what a tracker did not take', async () => {
  const { code, stdout } = await place.lf(['tracking', 'sync', 'run-1'], {
    TENSORBOARD_LOGDIR: join('.lf', 'tracking', 'run-1', 'train_model-1', 'tracking.jsonl'),
  });
  expect(code).toBe(1);
  expect(stdout).toMatch(/^run-1\/train_model-1 {2}tensorboard: incomplete: writing .*ENOTDIR/);
});

it('says what to do without a tracker, and for a run that noted nothing', async () => {
  const none = await place.lf(['tracking', 'sync']);
  expect(none.code).toBe(1);
  expect(none.stderr).toContain('no tracker is set. Set TENSORBOARD_LOGDIR, MLFLOW_TRACKING_URI, ');
  const unknown = await place.lf(['tracking', 'sync', 'run-9'], { TENSORBOARD_LOGDIR: 'logs' });
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toContain('run run-9 to trackers: this machine has no record of it');
});

it('writes the offline files of wandb, without a key', async () => {
  const settings = { WANDB_MODE: 'offline', WANDB_PROJECT: 'shop' };
  const { code, stderr } = await place.lf(['tracking', 'sync', 'run-2'], settings);
  expect(code, stderr).toBe(0);
  const [folder = ''] = await readdir(join(place.folder, 'wandb'));
  expect(await readdir(join(place.folder, 'wandb', folder))).toContain(
    'run-run-2-train_model-1.wandb',
  );
});

it('refuses a mode that wandb does not have, before a run begins', async () => {
  const { code, stderr } = await place.lf(['run', 'intent'], { WANDB_MODE: 'onlin' });
  expect(code).toBe(2);
  expect(stderr).toContain('WANDB_MODE');
});

it('refuses an address that no MLflow server can have, before a run begins', async () => {
  const { code, stderr } = await place.lf(['run', 'intent'], { MLFLOW_TRACKING_URI: 'file:x' });
  expect(code).toBe(2);
  expect(stderr).toContain('MLFLOW_TRACKING_URI');
});
