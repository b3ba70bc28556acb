import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, expectTypeOf, it } from 'vitest';
import { openRuns, resumeRun, runFlow } from '../../src/index.ts';
import { outside, shop, trouble } from '../fixtures/flows.ts';
import { openWorkplace } from '../fixtures/workplace.ts';
import type { Workplace } from '../fixtures/workplace.ts';

let place: Workplace;
beforeEach(async () => {
  place = await openWorkplace();
});
afterEach(() => place.clean());

const runShop = (runId: string, configs: readonly string[], tags: readonly string[] = []) =>
  runFlow(shop, {
    ...place.options,
    ...{ runId, tags },
    params: { seed: 7, configs, traceDirectory: place.root, holdAt: '' },
  });

it('reads parameters, outputs, artifacts and logs of runs, with the types of the flow', async () => {
  await runShop('r1', ['b', 'a'], ['nightly']);
  await runShop('r2', []);
  const runs = openRuns(place.store, shop);
  const run = await runs.get('r1');
  expect(run).toMatchObject({ status: 'completed', tags: ['nightly'] });
  expect(run.params.configs).toEqual(['b', 'a']);

  const { order } = await run.outputs('choose');
  expectTypeOf(order).toEqualTypeOf<string[]>();
  expect(order).toEqual(['b', 'a']);
  const trained = await run.outputs('train');
  expect(trained.map(({ config }) => config)).toEqual(['b', 'a']);
  const model = await run.json(trained[0]!.model);
  expectTypeOf(model.size).toEqualTypeOf<number>();
  expect(model).toEqual({ config: 'b', size: 142 });
  const { sorted } = await run.outputs('prepare');
  const text = await readFile(await run.localPath(sorted), 'utf8');
  expect(Buffer.from(await run.bytes(sorted)).toString()).toBe(text);
  expect(await run.log('train/1')).toBe('at train/1\n');
  await expect(run.log('train/7')).rejects.toMatchObject({ code: 'task_not_begun' });

  expect((await runs.latest())?.runId).toBe('r2');
  expect((await runs.latest({ tags: ['nightly'] }))?.runId).toBe('r1');
  expect(await runs.latest({ status: 'failed' })).toBeNull();
  expect((await runs.list()).map(({ runId }) => runId)).toEqual(['r2', 'r1']);
  // A for-each over nothing
  expect(await (await runs.get('r2')).outputs('train')).toEqual([]);
});

it('reads runs of any flow without their types, and says what a run has not', async () => {
  const params = { trouble: 'always', directory: place.root };
  await runFlow(trouble, { ...place.options, runId: 'bad', params }).catch(() => undefined);
  await runShop('r1', ['a']);
  const runs = openRuns(place.store);
  expect((await runs.list()).map(({ flow }) => flow).sort()).toEqual(['shop', 'trouble']);
  const bad = await runs.get('bad');
  expect(bad).toMatchObject({ status: 'failed', params: { trouble: 'always' } });
  await expect(bad.outputs('only')).rejects.toThrow(
    'reading the outputs of only of run bad (failed): only did not finish; these steps have outputs: none',
  );
  const run = await runs.get('r1');
  expect(await run.outputs('choose')).toEqual({ order: ['a'] });
  await expect(run.outputs('chose')).rejects.toThrow(
    /no task of it began; these steps have outputs: .*choose/,
  );
  await expect(openRuns(place.store, shop).get('bad')).rejects.toMatchObject({
    code: 'other_flow',
  });
  await expect(runs.get('r3')).rejects.toMatchObject({ code: 'unknown_run' });
});

it('gives the outputs that the run went on with, not those of a later attempt', async () => {
  const input = join(place.root, 'input.txt');
  const run = (directory: string) => ({ ...place.options, params: { directory } });
  await writeFile(input, 'one');
  await runFlow(outside, { ...run(place.root), runId: 'r1' });
  await writeFile(input, 'other');
  // The same folder by another name: the step reads the parameter, so it is done again
  await resumeRun(outside, 'r1', run(`${place.root}/`));
  expect(await (await openRuns(place.store, outside).get('r1')).outputs('read')).toMatchObject({
    length: 5,
  });
  await resumeRun(outside, 'r1', run(place.root));
  expect(await (await openRuns(place.store, outside).get('r1')).outputs('read')).toMatchObject({
    length: 3,
  });
});
