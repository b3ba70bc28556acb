import { readRowCondition, rowConditionSql } from '../condition/row-condition.ts';
import type { Check, CheckContext, FailingRows } from '../declare/expectation.ts';
import type { Metrics } from '../plan/metric.ts';
import { MetricValues } from '../plan/metric-values.ts';
import { metricKey, rowsInQuestion } from '../plan/read-metrics.ts';
import type { Read, Wanted } from '../plan/read-metrics.ts';
import { exceptionInfo, NO_EXCEPTION } from '../result/validation-result.ts';
import type { ExpectationResult } from '../result/validation-result.ts';
import type { PlainRow } from '../source/plain-value.ts';
import type { Prepared } from './prepare.ts';

/** What happens while a suite is checked: metrics read so far, in the current round. */
export interface Progress {
  readonly phase: 'measure' | 'explain';
  readonly done: number;
  readonly total: number;
}

/** Data of which metrics can be read: a table, or partitions of one. */
export interface Measured {
  readonly shape: CheckContext['table'];
  readonly other: CheckContext['otherTable'];
  /** Every wanted metric, by `metricKey`; an error stays with its metric. */
  read(
    wanted: readonly Wanted[],
    onProgress: (done: number, total: number) => void,
  ): Promise<ReadonlyMap<string, Read>>;
}

/** One expectation on its way: what it wants, what it has, or the error that ended it. */
interface Task {
  readonly prepared: Prepared;
  readonly where: string | null;
  readonly check: Check | null;
  readonly values: Map<string, readonly PlainRow[]>;
  error: unknown;
}

function start(prepared: Prepared, context: Omit<CheckContext, 'rows'>): Task {
  const base = { prepared, values: new Map<string, readonly PlainRow[]>() };
  const { rowCondition, conditionParser } = prepared;
  try {
    const where =
      rowCondition === null
        ? null
        : rowConditionSql(readRowCondition(rowCondition, conditionParser), context.table);
    const { rows } = rowsInQuestion(where);
    return { ...base, where, check: prepared.bound({ ...context, rows }), error: undefined };
  } catch (error) {
    return { ...base, where: null, check: null, error };
  }
}

function take(task: Task, metrics: Metrics, read: ReadonlyMap<string, Read>): void {
  for (const [name, metric] of Object.entries(metrics)) {
    const answer = read.get(metricKey({ metric, where: task.where }));
    if (answer === undefined) continue;
    if ('error' in answer) task.error ??= answer.error;
    else task.values.set(name, answer.rows);
  }
}

/** One round: each living task says what it wants, everything is read together, each takes its own. */
async function round(
  table: Measured,
  tasks: readonly Task[],
  wants: (check: Check, task: Task) => Metrics,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const asked: { readonly task: Task; readonly metrics: Metrics }[] = [];
  for (const task of tasks) {
    if (task.check === null || task.error !== undefined) continue;
    try {
      asked.push({ task, metrics: wants(task.check, task) });
    } catch (error) {
      task.error = error;
    }
  }
  const wanted: Wanted[] = asked.flatMap(({ task, metrics }) =>
    Object.values(metrics).map((metric) => ({ metric, where: task.where })),
  );
  if (wanted.length === 0) return;
  const read = await table.read(wanted, onProgress);
  for (const { task, metrics } of asked) take(task, metrics, read);
}

function judge(task: Task): ExpectationResult {
  const base = { expectation_config: task.prepared.config, meta: {} };
  try {
    if (task.error !== undefined || task.check === null) throw task.error;
    const judgement = task.check.judge(new MetricValues(task.values));
    return { ...judgement, ...base, exception_info: NO_EXCEPTION };
  } catch (error) {
    return { success: false, result: {}, ...base, exception_info: exceptionInfo(error) };
  }
}

/** An expectation that rows failed, and which. */
export interface FailedByRows {
  readonly config: Prepared['config'];
  /** Its row condition in SQL; null where it is about every row. */
  readonly where: string | null;
  readonly failing: FailingRows;
}

/** What expectations found, and the rows that failed them. */
export interface Evaluation {
  readonly results: readonly ExpectationResult[];
  readonly failed: readonly FailedByRows[];
}

function failedBy({ check, prepared, where, values, error }: Task): readonly FailedByRows[] {
  if (check?.failingRows === undefined || error !== undefined) return [];
  const failing = check.failingRows(new MetricValues(values));
  return failing === null ? [] : [{ config: prepared.config, where, failing }];
}

/** Checks prepared expectations against data; an error stays with its expectation. */
export async function evaluate(
  table: Measured,
  prepared: readonly Prepared[],
  format: CheckContext['format'],
  onProgress: (progress: Progress) => void,
): Promise<Evaluation> {
  const tasks = prepared.map((each) =>
    start(each, { table: table.shape, format: each.format ?? format, otherTable: table.other }),
  );
  await round(
    table,
    tasks,
    (check) => check.metrics,
    (done, total) => onProgress({ phase: 'measure', done, total }),
  );
  await round(
    table,
    tasks,
    (check, { values }) => check.next?.(new MetricValues(values)) ?? {},
    (done, total) => onProgress({ phase: 'explain', done, total }),
  );
  return { results: tasks.map(judge), failed: tasks.flatMap(failedBy) };
}
