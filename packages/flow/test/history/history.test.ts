import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findRun, listRuns, readLog, showRun } from '../../src/index.ts';
import type { RunRecord } from '../../src/index.ts';
import { openWorkplace } from '../fixtures/workplace.ts';
import type { Workplace } from '../fixtures/workplace.ts';

let place: Workplace;
beforeEach(async () => {
  place = await openWorkplace();
});
afterEach(() => place.clean());

const record = (runId: string, overrides: Partial<RunRecord> = {}): RunRecord => ({
  flow: 'shop',
  runId,
  params: {},
  tags: [],
  status: 'completed',
  createdAt: `2026-11-23T00:00:0${runId.length}.000Z`,
  endedAt: null,
  tasks: [],
  ...overrides,
});

const put = (key: string, value: unknown): Promise<void> =>
  place.store.put(key, Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));

const putRun = (run: RunRecord): Promise<void> =>
  put(`runs/${run.flow}/${run.runId}/run.json`, run);

const idsOf = (runs: readonly RunRecord[]): string[] => runs.map(({ runId }) => runId);

describe('listRuns', () => {
  it('lists nothing when nothing was run', async () => {
    expect(await listRuns(place.store)).toEqual([]);
  });

  it('lists the others beside a run whose record is cut short, and tells which that is', async () => {
    await putRun(record('1'));
    await put('runs/shop/22/run.json', '{"flow": "sh');
    const unreadable: string[] = [];
    const runs = await listRuns(place.store, {
      onUnreadable: ({ flow, runId, error }) =>
        unreadable.push(`${flow} ${runId}: ${error.message}`),
    });
    await listRuns(place.store, { flow: 'other', onUnreadable: () => unreadable.push('other') });
    expect(idsOf(runs)).toEqual(['1']);
    expect(unreadable).toEqual([
      expect.stringMatching(/^shop 22: reading runs.shop.22.run.json: .*JSON/),
    ]);
    await expect(listRuns(place.store)).rejects.toMatchObject({ code: 'corrupt_record' });
  });

  it('lists the newest first, of all flows or of one, with all of the tags asked for', async () => {
    await putRun(record('1', { tags: ['nightly', 'gpu'] }));
    await putRun(record('333', { flow: 'rec', tags: ['nightly'] }));
    await putRun(record('22', { tags: ['nightly'] }));
    expect(idsOf(await listRuns(place.store))).toEqual(['333', '22', '1']);
    expect(idsOf(await listRuns(place.store, { flow: 'shop' }))).toEqual(['22', '1']);
    expect(idsOf(await listRuns(place.store, { tags: ['gpu', 'nightly'] }))).toEqual(['1']);
    expect(idsOf(await listRuns(place.store, { flow: 'rec', tags: ['gpu'] }))).toEqual([]);
  });

  it('lists the same runs of a store that cannot tell its folders', async () => {
    const store = { ...place.store };
    delete store.folders;
    await putRun(record('1'));
    await putRun(record('22', { flow: 'rec' }));
    await put('runs/rec/333/notes.json', {});
    expect(idsOf(await listRuns(store))).toEqual(['22', '1']);
    expect(idsOf(await listRuns(place.store))).toEqual(['22', '1']);
    await expect(findRun(place.store, '333')).rejects.toMatchObject({ code: 'unknown_run' });
  });

  it('calls a run interrupted whose process is gone', async () => {
    await putRun(record('1', { status: 'running' }));
    expect(await listRuns(place.store)).toMatchObject([{ status: 'interrupted' }]);
  });
});

describe('findRun', () => {
  it.each([
    ['20261123-101500-abcdee', '20261123-101500-abcdef'],
    ['101500', '20261123-101500-abcdef'],
    ['nonsense', '20261124-080000-fedcba, 20261123-101500-abcdef'],
  ])('for %s proposes %s', async (asked, proposed) => {
    await putRun(record('20261123-101500-abcdef'));
    await putRun(record('20261124-080000-fedcba'));
    await expect(findRun(place.store, asked)).rejects.toThrow(`did you mean ${proposed}?`);
  });

  it.each(['a-flow', 'z-flow'])(
    'is not misled by a folder of the same id that %s left',
    async (flow) => {
      await putRun(record('1', { flow: 'rec' }));
      await put(`runs/${flow}/1/_lock/claim.json`, {});
      expect(await findRun(place.store, '1')).toMatchObject({ flow: 'rec' });
      expect(idsOf(await listRuns(place.store))).toEqual(['1']);
    },
  );

  it('says so when there are no runs', async () => {
    await expect(findRun(place.store, 'r1')).rejects.toThrow('there are no runs yet');
  });

  it.each(['{', '[]', '{"flow":"shop"}'])('does not take %s for a record', async (text) => {
    await put('runs/shop/r1/run.json', text);
    await expect(findRun(place.store, 'r1')).rejects.toMatchObject({
      code: 'corrupt_record',
      key: 'runs/shop/r1/run.json',
    });
  });
});

describe('showRun and readLog', () => {
  const error = { name: 'Error', code: 'bad', message: 'no', retryable: true };
  const result = {
    version: '1',
    inputsDigest: '',
    paramsRead: {},
    allParamsRead: false,
    outputs: { rows: 3 },
  };

  beforeEach(async () => {
    await putRun(record('r1'));
    await put('runs/shop/r1/train/0/1/error.json', error);
    await put('runs/shop/r1/train/0/1/log.txt', 'first\n');
    await put('runs/shop/r1/train/0/2/result.json', result);
    await put('runs/shop/r1/train/0/2/log.txt', 'second\n');
    await put('runs/shop/r1/train/10/1/task.json', {});
    await put('runs/shop/r1/train/9/1/result.json', '{ torn');
    await put('runs/shop/r1/train/9/1/error.json', '{ torn');
    await put('runs/shop/r1/end/1/task.json', {});
  });

  it('show every attempt by step, index and number', async () => {
    const { attempts } = await showRun(place.store, 'r1');
    expect(
      attempts.map(({ step, index, attempt, status }) => [step, index, attempt, status]),
    ).toEqual([
      ['end', null, 1, 'unfinished'],
      ['train', 0, 1, 'failed'],
      ['train', 0, 2, 'finished'],
      ['train', 9, 1, 'unfinished'],
      ['train', 10, 1, 'unfinished'],
    ]);
    expect(attempts[1]?.error).toEqual(error);
    const ended = ['train', 'end'].map((step) => ({
      step,
      index: null,
      status: 'finished' as const,
      attempts: 1,
      ms: 1,
      peakMemoryBytes: null,
      artifacts: [],
    }));
    await putRun({ ...record('r1'), tasks: ended });
    const inOrder = (await showRun(place.store, 'r1')).attempts;
    expect([...new Set(inOrder.map(({ step }) => step))]).toEqual(['train', 'end']);
    expect(attempts[2]?.outputs).toEqual({ rows: 3 });
  });

  it('give the log of the newest attempt, or of the one asked for', async () => {
    expect(await readLog(place.store, 'r1', 'train/0')).toBe('second\n');
    expect(await readLog(place.store, 'r1', 'train/0', 1)).toBe('first\n');
    expect(await readLog(place.store, 'r1', 'end')).toBeNull();
    expect(await readLog(place.store, 'r1', 'absent')).toBeNull();
  });
});
