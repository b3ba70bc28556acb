import { writeAside } from '@lf/contract';
import { InvalidArgumentError, type Command } from 'commander';
import { stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { NotJudgedError } from '../drift/drift-errors.ts';
import { renderDriftPage } from '../drift/drift-page.ts';
import { renderDrift } from '../drift/drift-text.ts';
import {
  modelOfBundle,
  modelOfRun,
  modelOfVersion,
  type JudgedModel,
} from '../drift/find-model.ts';
import { judgeDrift, MIN_REQUESTS, type DriftReport } from '../drift/judge-drift.ts';
import { readTraffic, type Traffic } from '../drift/read-traffic.ts';
import { putRunPage } from '../report/page/keep-run-page.ts';
import { openContext, type CliContext } from '../settings/context.ts';
import { printJson, printReport } from '../terminal/print.ts';
import { wholeNumber, withJson } from './flags.ts';

interface DriftFlags {
  readonly run?: string;
  readonly bundle?: string;
  /** In ms. */
  readonly last?: number;
  readonly minRequests: number;
  readonly out?: string;
  readonly json?: boolean;
}

/** The exit codes, for cron. */
const EXIT_CODES = { 'no drift': 0, drift: 1, 'not judged': 2 } as const;

/** What the endpoint reads for its metrics, in the folder of its log. */
const SUMMARY_FILE = 'drift.json';

const MS_OF = { h: 3_600_000, d: 86_400_000 } as const;

function span(text: string): number {
  const [, count, unit] = /^([1-9]\d{0,4})([hd])$/.exec(text) ?? [];
  if (count === undefined || (unit !== 'h' && unit !== 'd')) {
    throw new InvalidArgumentError('expected hours or days, such as 24h or 7d');
  }
  return Number(count) * MS_OF[unit];
}

/** `lf drift`: does a served model still see what it was trained on, and how does it do? */
export function addDriftCommand(program: Command): void {
  const command = program
    .command('drift')
    .description(
      'compare the traffic of a model with its training data; exit code 0: no drift, 1: drift, 2: could not be judged',
    )
    .argument('[log]', 'file, folder or s3:// address of the request log; default: LF_REQUEST_LOG')
    .option('--run <run>', 'judge the model of this run, instead of the model that answered last')
    .option('--bundle <path>', 'judge this bundle instead: model.tar.gz, or the unpacked folder')
    .option('--last <span>', 'only the last hours or days, such as 24h or 7d', span)
    .option(
      '--min-requests <n>',
      'do not judge fewer requests than this',
      wholeNumber,
      MIN_REQUESTS,
    )
    .option('--out <file>', "write the page to this file, instead of the run's folder");
  withJson(command).action(async (log: string | undefined, flags: DriftFlags) => {
    try {
      process.exitCode = EXIT_CODES[await judge(log, flags)];
    } catch (error) {
      throw NotJudgedError.because(error);
    }
  });
}

async function judge(
  given: string | undefined,
  flags: DriftFlags,
): Promise<DriftReport['verdict']> {
  const context = openContext();
  const location = given ?? context.settings.LF_REQUEST_LOG;
  if (location === undefined || location === 'stdout') {
    throw new NotJudgedError(
      'traffic_unnamed',
      'Judging drift: expected a log of the traffic, got none. Pass its file, folder or s3:// address, or set LF_REQUEST_LOG.',
    );
  }
  const nowMs = Date.now();
  const traffic = await readTraffic(
    location,
    flags.last === undefined ? {} : { sinceMs: nowMs - flags.last },
  );
  const model = await modelFor(context, traffic, flags);
  const report = await judgeDrift(traffic, {
    ...model,
    runId: model.run?.runId ?? null,
    minRequests: flags.minRequests,
    maxDrop: context.settings.LF_MAX_METRIC_DROP,
  });
  const page = await keepPage(context, { model, report, nowMs, ...flags });
  await keepSummary(location, report, nowMs);
  if (flags.json === true) printJson({ ...report, page });
  else printReport(renderDrift(report, page));
  return report.verdict;
}

async function modelFor(
  { store }: CliContext,
  { requests }: Traffic,
  { run, bundle }: DriftFlags,
): Promise<JudgedModel> {
  if (bundle !== undefined) return modelOfBundle(bundle);
  if (run !== undefined) return modelOfRun(store, run);
  const newest = requests.at(-1);
  if (newest === undefined) {
    throw new NotJudgedError(
      'traffic_empty',
      'Judging drift: expected requests in the log, found none. Send requests to the endpoint, or increase --last.',
    );
  }
  if (newest.model === null) {
    throw new NotJudgedError(
      'model_unnamed',
      'Judging drift: the log does not say which model answered. Name the model with --run or --bundle.',
    );
  }
  return modelOfVersion(store, newest.kind, newest.model);
}

async function keepPage(
  { store }: CliContext,
  of: {
    readonly model: JudgedModel;
    readonly report: DriftReport;
    readonly nowMs: number;
    readonly out?: string;
  },
): Promise<string | null> {
  const { model, report, nowMs, out } = of;
  const page = renderDriftPage(report, nowMs);
  if (out !== undefined) {
    const path = resolve(out);
    await writeAside('Writing the page to', path, (aside) => writeFile(aside, page));
    return path;
  }
  if (model.run === null) return null;
  const { flow, runId } = model.run;
  return putRunPage(store, { flow, runId, page, file: 'drift.html' });
}

/** Beside the log, for `/metrics` of the endpoint that writes it; where it cannot be, nothing is lost. */
async function keepSummary(location: string, report: DriftReport, nowMs: number): Promise<void> {
  const isFolder = await stat(location).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return;
  const { verdict, model, requests, columns, quality } = report;
  const summary = {
    version: 1,
    judgedAt: Math.round(nowMs / 1000),
    verdict,
    model,
    requests,
    psi: Object.fromEntries(columns.map(({ column, psi }) => [column, psi])),
    live: Object.fromEntries(quality.figures.map(({ name, live }) => [name, live.value])),
  };
  await writeAside('Writing what was found to', join(location, SUMMARY_FILE), (aside) =>
    writeFile(aside, JSON.stringify(summary)),
  ).catch(() => undefined);
}
