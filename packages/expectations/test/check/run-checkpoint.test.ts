import { expect, it } from 'vitest';
import { runCheckpoint, suite } from '../../src/index.ts';
import type { CheckpointEvent } from '../../src/index.ts';
import { untyped } from '../untyped.ts';

const now = () => new Date('2026-11-23T00:00:00Z');

const ids = suite('ids');
ids.column('id').valuesToBeUnique();

it('sums up its validations and goes on past one that cannot be made', async () => {
  const told: string[] = [];
  const result = await runCheckpoint({
    name: 'nightly',
    runName: 'first',
    now,
    validations: [
      { source: { rows: [{ id: 1 }, { id: 1 }] }, suite: ids },
      { id: 'none', source: { parquet: 'no-such-file.parquet' }, suite: ids },
      {
        source: { rows: [] },
        suite: untyped({ name: 'broken', expectations: [{ type: 'expect_x' }] }),
      },
      { source: { rows: [{ id: 1 }, { id: 2 }] }, suite: ids },
    ],
    actions: [
      ({ checkpoint, validation, result: { success } }: CheckpointEvent) => {
        told.push(`${checkpoint} ${validation} ${String(success)}`);
      },
    ],
  });
  expect(result).toMatchObject({
    success: false,
    run_id: { run_name: 'first', run_time: '2026-11-23T00:00:00.000Z' },
    statistics: {
      evaluated_validations: 4,
      successful_validations: 1,
      unsuccessful_validations: 3,
      success_percent: 25,
    },
    checkpoint_config: { name: 'nightly', validations: ['ids', 'none', 'broken', 'ids (2)'] },
    action_failures: [],
  });
  const { ids: first, none, broken } = result.run_results;
  expect(first?.exception_info.raised_exception).toBe(false);
  expect(first?.statistics.evaluated_expectations).toBe(1);
  expect(none).toMatchObject({
    success: false,
    suite_name: 'ids',
    results: [],
    meta: { run_id: { run_name: 'first' }, source: 'no-such-file.parquet' },
  });
  expect(none?.exception_info.exception_message).toContain('Cannot read no-such-file.parquet');
  expect(none?.exception_info.exception_message).not.toContain('SELECT');
  expect(broken?.exception_info.exception_message).toContain('unknown expectation "expect_x"');
  expect(told).toEqual([
    'nightly ids false',
    'nightly none false',
    'nightly broken false',
    'nightly ids (2) true',
  ]);
});

it('reports an action that throws, and calls the others', async () => {
  let calls = 0;
  const result = await runCheckpoint({
    name: 'nightly',
    validations: [{ source: { rows: [{ id: 1 }] }, suite: ids }],
    actions: [
      function tellSlack() {
        throw new Error('no network');
      },
      () => {
        calls++;
      },
    ],
  });
  expect(result).toMatchObject({
    success: true,
    action_failures: [
      {
        validation: 'ids',
        action: 'tellSlack',
        exception_info: { exception_message: 'no network' },
      },
    ],
  });
  expect(calls).toBe(1);
});

it('hands its options to every validation that has none of its own', async () => {
  const rows = suite('rows');
  rows.table.rowCountToEqual({ value: { $PARAMETER: 'rows' } });
  const result = await runCheckpoint({
    name: 'counts',
    parameters: { rows: 1 },
    validations: [
      { id: 'one', source: { rows: [{ id: 1 }] }, suite: rows },
      { id: 'none', source: { columns: { id: [] } }, suite: rows, parameters: { rows: 0 } },
    ],
  });
  expect(result.success).toBe(true);
});

it('refuses two validations of one id', async () => {
  const validation = { id: 'a', source: { rows: [] }, suite: ids };
  await expect(
    runCheckpoint({ name: 'twice', validations: [validation, validation] }),
  ).rejects.toMatchObject({ code: 'duplicate_validation' });
});
