import type { Command } from 'commander';
import type { Leaf, RunComparison } from '@lf/ui';
import { renderSeries } from '@lf/tracking';
import { trackingRoot } from '../datastore.ts';
import { PipelineError } from '../errors.ts';
import { openContext } from '../settings/context.ts';
import { print, printJson } from '../terminal/print.ts';
import { printable } from '../terminal/printable.ts';
import { numbersAfter, renderTable } from '../terminal/table.ts';
import { withJson } from './flags.ts';

/** `lf runs compare | metrics`. */
export function addFigureCommands(runs: Command): void {
  withJson(
    runs
      .command('compare')
      .description('show what differs between runs: metrics, parameters, data, times')
      .argument('<run>', 'id of a run')
      .argument('<others...>', 'ids of the runs to compare it with'),
  ).action(compare);
  withJson(
    runs
      .command('metrics')
      .description('show the metrics that a run tracked on this machine')
      .argument('<run>', 'id of the run')
      .option('--csv', 'print every value as CSV: task,metric,step,value,time'),
  ).action(metrics);
}

async function historyOf(runId: string) {
  const { store } = openContext();
  const { readRunHistory } = await import('@lf/ui');
  return readRunHistory({ store, trackingRoot: trackingRoot(store) }, runId);
}

async function compare(
  runId: string,
  others: readonly string[],
  { json }: { readonly json?: boolean },
): Promise<void> {
  const { compareRuns } = await import('@lf/ui');
  const histories = [];
  for (const id of [runId, ...others]) histories.push(await historyOf(id));
  const comparison = compareRuns(histories);
  if (json === true) printJson(comparison);
  else printComparison(comparison);
}

function printComparison({ runs, params, figures, steps }: RunComparison): void {
  const names = runs.map((run) => printable(run.runId));
  const pair = names.length === 2;
  print(
    renderTable(
      ['', ...names],
      [
        ['flow', ...runs.map(({ flow }) => printable(flow))],
        ['status', ...runs.map(({ status }) => status)],
        ['created (UTC)', ...runs.map(({ createdAt }) => createdAt.replace('T', ' ').slice(0, 19))],
        ['tags', ...runs.map(({ tags }) => printable(tags.join(' ')))],
      ],
    ),
  );
  print('\nMetrics');
  const head = ['metric', ...names, ...(pair ? ['difference'] : [])];
  const rows = figures.map(({ name, values }) => {
    const [a, b] = values;
    const difference = a === undefined || b === undefined ? '-' : signed(b - a);
    return [printable(name), ...values.map(figure), ...(pair ? [difference] : [])];
  });
  print(
    rows.length === 0 ? 'None of them has any.' : renderTable(head, rows, numbersAfter(1, head)),
  );
  print('\nParameters that differ');
  print(
    params.length === 0
      ? 'None: all are the same.'
      : renderTable(
          ['parameter', ...names],
          params.map(({ name, values }) => [printable(name), ...values.map(shown)]),
        ),
  );
  print('\nSteps');
  const stepHead = ['step', 'what it left', ...names];
  print(
    renderTable(
      stepHead,
      steps.map(({ step, ms, isSame }) => [
        printable(step),
        isSame === null ? '-' : isSame ? 'the same' : 'other',
        ...ms.map((each) => (each === undefined ? '-' : `${(each / 1000).toFixed(1)} s`)),
      ]),
      numbersAfter(2, stepHead),
    ),
  );
}

async function metrics(
  runId: string,
  { csv, json }: { readonly csv?: boolean; readonly json?: boolean },
): Promise<void> {
  const { metricSeriesOf, metricsCsv } = await import('@lf/ui');
  const series = metricSeriesOf((await historyOf(runId)).tracked);
  if (csv === true && json === true) {
    throw new PipelineError(
      'flags_exclude',
      'Showing metrics: expected --csv or --json, not both.',
    );
  }
  if (csv === true) process.stdout.write(metricsCsv(series));
  else if (json === true) printJson(series);
  else if (series.length === 0) {
    print(`Run ${runId} tracked no metrics on this machine.`);
  } else {
    const head = ['task', 'metric', 'course', 'values', 'first', 'last', 'least', 'greatest'];
    const rows = series.map(({ task, name, points }) => {
      const values = points.map(({ value }) => value);
      const finite = values.filter((value) => Number.isFinite(value));
      return [
        printable(task),
        printable(name),
        renderSeries(values, COURSE_CHARACTERS),
        String(values.length),
        figure(values[0]),
        figure(values.at(-1)),
        figure(finite.reduce((a, b) => Math.min(a, b), Infinity)),
        figure(finite.reduce((a, b) => Math.max(a, b), -Infinity)),
      ];
    });
    print(renderTable(head, rows, numbersAfter(3, head)));
  }
}

const COURSE_CHARACTERS = 20;

function figure(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return '-';
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
}

function signed(difference: number): string {
  return difference > 0 ? `+${figure(difference)}` : figure(difference);
}

function shown(value: Leaf | undefined): string {
  return value === undefined ? '-' : value === null ? 'none' : printable(String(value));
}
