import { writeAside } from '@lf/contract';
import { findRun, listRuns, pinRun, readLog, showRun, unpinRun } from '@lf/flow';
import type { Command } from 'commander';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PipelineError } from '../errors.ts';
import { flowEntry } from '../flows/flow-entry.ts';
import { putRunPage } from '../report/page/keep-run-page.ts';
import { printable, printableLines } from '../terminal/printable.ts';
import { renderTable } from '../terminal/table.ts';
import { openContext } from '../settings/context.ts';
import { print, printJson } from '../terminal/print.ts';
import { withJson } from './flags.ts';
import { addFigureCommands } from './run-figures.ts';
import { addStopCommand } from './stop-run.ts';
import { asCalled, lfCommand } from '../terminal/lf-command.ts';

interface ListFlags {
  readonly flow?: string;
  readonly tag?: readonly string[];
  readonly json?: boolean;
}

/** A run of which nothing is known but its name: its record cannot be read. */
interface DamagedRun {
  readonly flow: string;
  readonly runId: string;
  readonly status: 'damaged';
  readonly fault: string;
}

interface ReportFlags {
  readonly out?: string;
}

/** `lf runs list | show | log | report | compare | metrics | stop | pin | unpin`. */
export function addRunsCommand(program: Command): void {
  const runs = program
    .command('runs')
    .description('runs of the flows: list, show, log, report, compare, metrics, stop, pin, unpin');
  withJson(
    runs
      .command('list', { isDefault: true })
      .description('list all runs, newest first')
      .option('--flow <name>', 'only of this flow')
      .option('--tag <tag...>', 'only runs with all of these tags'),
  ).action(list);
  withJson(
    runs
      .command('show')
      .description('show one run, with every attempt of every step')
      .argument('<run>', 'id of the run'),
  ).action(show);
  runs
    .command('log')
    .description('print the output of the latest attempt of a step')
    .argument('<run>', 'id of the run')
    .argument('<step>', 'name of the step')
    .action(log);
  runs
    .command('report')
    .description('write the report of a run again: one self-contained HTML file')
    .argument('<run>', 'id of the run')
    .option('--out <file>', "write to this file, instead of the run's folder")
    .action(report);
  addFigureCommands(runs);
  addStopCommand(runs);
  runs
    .command('pin')
    .description('protect a run: lf gc never deletes it')
    .argument('<run>', 'id of the run')
    .option('--reason <text>', 'reason, shown to others')
    .action(pin);
  runs
    .command('unpin')
    .description('end the protection: lf gc may delete the run if nothing else needs it')
    .argument('<run>', 'id of the run')
    .action(unpin);
}

async function pin(runId: string, { reason }: { readonly reason?: string }): Promise<void> {
  const { store } = openContext();
  await pinRun(store, runId, { reason: reason ?? null, now: new Date() });
  print(`run ${runId} is kept until: ${lfCommand('runs', 'unpin', runId)}`);
}

async function unpin(runId: string): Promise<void> {
  const wasPinned = await unpinRun(openContext().store, runId);
  print(wasPinned ? `run ${runId} is no longer pinned` : `run ${runId} was not pinned`);
}

async function list(flags: ListFlags): Promise<void> {
  const { store } = openContext();
  const damaged: DamagedRun[] = [];
  const records = await listRuns(store, {
    ...(flags.flow === undefined ? {} : { flow: flags.flow }),
    tags: flags.tag ?? [],
    onUnreadable: ({ flow, runId, error }) => {
      damaged.push({ flow, runId, status: 'damaged', fault: error.message });
    },
  });
  for (const { runId, fault } of damaged) {
    process.stderr.write(`run ${printable(runId)} is unreadable: ${printable(fault)}\n`);
  }
  if (flags.json === true) {
    printJson([...records, ...damaged]);
  } else if (records.length + damaged.length === 0) {
    print(`No runs yet. Start one: ${lfCommand('run', 'intent')}`);
  } else {
    const rows = records.map(({ runId, flow, status, createdAt, tags }) => [
      printable(runId),
      printable(flow),
      status,
      createdAt.replace('T', ' ').slice(0, 19),
      printable(tags.join(' ')),
    ]);
    const others = damaged.map(({ runId, flow, status }) => [
      printable(runId),
      printable(flow),
      status,
      '',
      '',
    ]);
    const head = ['run', 'flow', 'status', 'created (UTC)', 'tags'];
    print(renderTable(head, [...rows, ...others]));
  }
}

async function show(runId: string, { json }: { readonly json?: boolean }): Promise<void> {
  const view = await showRun(openContext().store, runId);
  if (json === true) {
    printJson(view);
    return;
  }
  print(`run ${view.runId} of flow ${view.flow}: ${view.status}`);
  print(`created ${view.createdAt}${view.endedAt === null ? '' : `, ended ${view.endedAt}`}\n`);
  const msOf = new Map(view.tasks.map((task) => [`${task.step}/${task.index ?? ''}`, task.ms]));
  const rows = view.attempts.map(({ step, index, attempt, status, error }) => {
    const ms = msOf.get(`${step}/${index ?? ''}`);
    return [
      printable(index === null ? step : `${step}/${index}`),
      String(attempt),
      status,
      ms === undefined ? '' : `${(ms / 1000).toFixed(1)} s`,
      error === null ? '' : printable(asCalled(error.message.split('\n')[0] ?? '')),
    ];
  });
  print(renderTable(['step', 'attempt', 'status', 'time', 'error'], rows, ['left', 'right']));
}

async function report(runId: string, { out }: ReportFlags): Promise<void> {
  const { store } = openContext();
  const { flow, runId: id } = await findRun(store, runId);
  const entry = await flowEntry(flow, `Reporting run ${id}`);
  const page = await (await entry.load()).page(store, id);
  if (out === undefined) print(await putRunPage(store, { flow, runId: id, page }));
  else {
    await writeAside(`Writing the report of run ${id} to`, resolve(out), (path) =>
      writeFile(path, page),
    );
    print(resolve(out));
  }
}

async function log(runId: string, step: string): Promise<void> {
  const text = await readLog(openContext().store, runId, step);
  if (text === null) {
    throw new PipelineError(
      'no_log',
      `Reading a log: run ${runId} has none of a step ${step}; ${lfCommand('runs', 'show', runId)} lists its steps.`,
    );
  }
  process.stdout.write(printableLines(text));
}
