import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  describeRerun,
  fileStore,
  rerunTask,
  resumeRun,
  runFlow,
  RunFailedError,
} from '../../src/index.ts';
import { outside, shop, trouble } from '../fixtures/flows.ts';
import { openWorkplace } from '../fixtures/workplace.ts';
import type { Workplace } from '../fixtures/workplace.ts';

let place: Workplace;
let options: Parameters<typeof rerunTask>[3];
beforeEach(async () => {
  place = await openWorkplace();
  const { store, command, onEvent } = place.options;
  options = { store, command, onEvent, directory: join(place.root, 'again') };
});
afterEach(() => place.clean());

/** Every file of the store with a digest of its bytes. */
async function contents(): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const name of await readdir(place.storeRoot, { recursive: true })) {
    const bytes = await readFile(join(place.storeRoot, name)).catch(() => null);
    if (bytes !== null) found[name] = createHash('sha256').update(bytes).digest('hex');
  }
  return found;
}

const runShop = (runId: string) =>
  runFlow(shop, {
    ...place.options,
    runId,
    params: { seed: 7, configs: ['b', 'a'], traceDirectory: place.root, holdAt: '' },
  });

describe('rerunTask', () => {
  it('does one task again on its old inputs, in a folder of its own, and compares the bytes', async () => {
    await runShop('r1');
    const before = await contents();
    place.events.length = 0;
    const rerun = await rerunTask(shop, 'r1', 'train/1', options);
    expect(await contents()).toEqual(before);

    const { directory } = rerun;
    expect(directory).toBe(join(place.root, 'again'));
    expect(rerun).toMatchObject({ runId: 'r1', task: 'train/1', attempt: 1, version: '1' });
    expect(rerun.comparison).toMatchObject({ isSame: true, hasSameValues: true });
    expect(rerun.comparison?.artifacts).toMatchObject([{ path: 'model', isSame: true }]);
    expect(describeRerun(rerun)[0]).toBe(
      'train/1 of run r1 finished as in attempt 1: its artifact has the same bytes, its other outputs are the same',
    );
    // The task alone was done, and the artifact is in the folder too
    expect((await place.marks()).filter((mark) => mark.startsWith('train/1'))).toHaveLength(2);
    expect(place.events.map(({ type }) => type)).toEqual([
      'task_started',
      'task_log',
      'task_progress',
      'task_finished',
    ]);
    const { model } = rerun.outputs as { model: { uri: string } };
    expect(String(await readFile(join(directory, model.uri)))).toBe('{"config":"a","size":142}\n');
    expect(await readFile(rerun.logPath, 'utf8')).toBe('at train/1\n');
    expect(JSON.parse(await readFile(rerun.resultPath, 'utf8'))).toMatchObject({ version: '1' });
    expect((await readdir(directory)).sort()).toEqual(['artifacts', 'runs']);
    // The run can be resumed as ever
    const { tasks } = await resumeRun(shop, 'r1', place.options);
    expect(tasks.every(({ status }) => status === 'reused')).toBe(true);
  });

  it('says which artifacts have other bytes, and tells the task a run id of its own', async () => {
    const params = { directory: place.root };
    await writeFile(join(place.root, 'input.txt'), 'one');
    await runFlow(outside, { ...place.options, runId: 'r1', params });
    await writeFile(join(place.root, 'input.txt'), 'other');
    const rerun = await rerunTask(outside, 'r1', 'read', options);
    expect(rerun.comparison).toMatchObject({
      isSame: false,
      hasSameValues: false,
      artifacts: [{ path: 'text', isSame: false }],
    });
    expect(describeRerun(rerun).slice(0, 2)).toEqual([
      'read of run r1 finished otherwise than in attempt 1: 1 of 1 artifacts has other bytes, its other outputs are not the same',
      expect.stringMatching(/^ {2}text: [0-9a-f]{12} \(3 bytes\), now [0-9a-f]{12} \(5 bytes\)$/),
    ]);
    const [first, second] = await place.marks('ids.txt');
    expect(first).toBe('r1');
    expect(second).toMatch(/^r1\.again-[0-9a-f]{6}$/);
  });

  it('compares with the attempt that the run went on with, or with the one asked for', async () => {
    const params = { directory: place.root };
    const input = join(place.root, 'input.txt');
    await writeFile(input, 'one');
    await runFlow(outside, { ...place.options, runId: 'r1', params });
    await writeFile(input, 'other');
    await resumeRun(outside, 'r1', { ...place.options, from: 'read' });
    expect((await rerunTask(outside, 'r1', 'read', options)).comparison?.isSame).toBe(true);
    const first = { ...options, directory: join(place.root, 'first'), attempt: 1 };
    const rerun = await rerunTask(outside, 'r1', 'read', first);
    expect(rerun).toMatchObject({ attempt: 1, comparison: { isSame: false } });
  });

  it('does a step again that has failed, fails as it did, and leaves the run as it is', async () => {
    const params = { trouble: 'always', directory: place.root };
    const run = runFlow(trouble, { ...place.options, runId: 'r1', params });
    await expect(run).rejects.toThrow(RunFailedError);
    const before = await contents();
    const failing = rerunTask(trouble, 'r1', 'only', options);
    await expect(failing).rejects.toMatchObject({
      code: 'rerun_failed',
      directory: options.directory,
      message: expect.stringContaining('the run itself is unchanged') as string,
    });
    const { logPath } = (await failing.catch((error: unknown) => error)) as { logPath: string };
    expect(await readFile(logPath, 'utf8')).toContain('the deeper cause');
    expect(await contents()).toEqual(before);
  });

  it('has nothing to compare with where the run has no result', async () => {
    const params = { trouble: 'twice', directory: place.root };
    await runFlow(trouble, { ...place.options, runId: 'r1', params });
    const store = fileStore(place.storeRoot);
    await store.delete('runs/trouble/r1/only/3/result.json');
    const attempt = { ...options, attempt: 3 };
    // In the scratch folder it is a first attempt, which fails
    await expect(rerunTask(trouble, 'r1', 'only', attempt)).rejects.toThrow('trouble 1');
    const mended = { ...params, trouble: 'none' };
    await resumeRun(trouble, 'r1', { ...place.options, params: mended });
    await store.delete('runs/trouble/r1/only/4/result.json');
    const rerun = await rerunTask(trouble, 'r1', 'only', {
      ...options,
      attempt: 4,
      directory: join(place.root, 'mended'),
    });
    expect(rerun).toMatchObject({ comparison: null, versionBefore: null });
    expect(describeRerun(rerun)[0]).toContain('no result of it to compare with');
  });

  it('stops on request and says where what there is lies', async () => {
    await runShop('r1');
    const stopped = rerunTask(shop, 'r1', 'start', { ...options, signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'rerun_interrupted' });
  });

  it('refuses what it cannot do, and makes nothing', async () => {
    await runShop('r1');
    const refused = (task: string, more: object = {}) =>
      rerunTask(shop, 'r1', task, { ...options, ...more });
    await expect(refused('trian')).rejects.toThrow(/trian again: flow shop has start, prepare/);
    await expect(refused('train')).rejects.toThrow(/it never began; .*train\/0, train\/1/);
    await expect(refused('start', { attempt: 9 })).rejects.toThrow(/start has the attempts 1$/);
    await expect(rerunTask(trouble, 'r1', 'only', options)).rejects.toMatchObject({
      code: 'other_flow',
    });
    await expect(rerunTask(shop, 'r2', 'start', options)).rejects.toMatchObject({
      code: 'unknown_run',
    });
    const taken = join(place.root, 'taken');
    await mkdir(taken);
    await writeFile(join(taken, 'mine.txt'), 'mine');
    await expect(refused('start', { directory: taken })).rejects.toThrow(
      /expected an empty folder, found mine.txt in it/,
    );
    expect(await readdir(place.root)).not.toContain('again');
  });
});
