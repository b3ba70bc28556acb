import { requireWritable, sweepStore, type ObjectStore } from '@lf/dataset';
import {
  findRun,
  resumeRun,
  RunFailedError,
  runFlow,
  RunInterruptedError,
  type Flow,
  type Launcher,
  type RunSummary,
} from '@lf/flow';
import { endpointStateDirectory } from '../datastore.ts';
import { requirePort } from '../deploy/require-port.ts';
import { idleEndpointLines } from '../deploy/tell-idle.ts';
import { type CliContext } from '../settings/context.ts';
import type { OutputFlags } from '../terminal/output-flags.ts';
import { printJson, printReport, printResult } from '../terminal/print.ts';
import { stepLauncher } from '../batch/batch-steps.ts';
import { RunStoppedError } from '../errors.ts';
import { printable } from '../terminal/printable.ts';
import { createRunPrinter } from '../terminal/run-printer.ts';
import type { Settings } from '../settings/load.ts';
import type { FlowFindings } from '../report/page/answer.ts';
import { findDataDocs } from '../validate/keep-data-docs.ts';
import { keepRunPage } from '../report/page/keep-run-page.ts';
import type { ReportedRun } from '../report/page/reported-run.ts';
import { changedInputs, type ReadModel } from '../params/changed-inputs.ts';
import { changesSince } from './changes-since.ts';
import { modulesOf } from './flow-table.ts';
import { inspectedStep, tellInspected, type InspectedStep } from './inspected-step.ts';
import { resumeAdvice } from './resume-advice.ts';
import { stepCommand } from './step-command.ts';
import type { ResumeFlags, RunFlags } from '../params/run-flags.ts';
import type { RunParams } from '../params/run-params.ts';
import { lfCommand } from '../terminal/lf-command.ts';

/** What the command line needs of a flow to run it: its graph, its parameters and its report. */
export interface FlowParts<Params extends object, Steps extends object, Flags, Report> {
  readonly flow: Flow<Params, Steps>;
  /** The parameters of a new run, every file that they name read and checked. */
  params(settings: Settings, flags: Flags): Promise<Params>;
  /** It trains what `--model` names: a resume may name another. */
  readonly choosesModel?: boolean;
  /** Of these, what the models decide: a resume may choose them anew. */
  readonly model: ReadModel;
  /** The parameters that a resumed run takes from today's settings. */
  limits(settings: Settings, flags: ResumeFlags): Partial<Params>;
  /** Gathers what `--json` prints. */
  report(
    store: ObjectStore,
    run: RunSummary<Steps> & {
      readonly page: string | null;
      readonly dataDocs: string | null;
    },
  ): Promise<Report>;
  /** The same for people. */
  render(report: Report): string;
  /** What the page of a run says of its model; without it the page has all but that. */
  findings?(run: ReportedRun): Promise<FlowFindings>;
}

/** A flow as the command line runs it, whatever its steps are. */
export interface RunnableFlow<Flags extends RunFlags = RunFlags> {
  /** The parameters of a new run, every file that they name read and checked. */
  params(settings: Settings, flags: Flags): Promise<RunParams>;
  /** A new run, its progress and its report. */
  run(context: CliContext, flags: Flags): Promise<void>;
  /**
   * The rest of a run, its progress and its report. The run keeps its data, suite and configuration but for
   * those that flags replace; the limits that may have stopped it are those of today's settings.
   */
  resume(context: CliContext, runId: string, flags: ResumeFlags): Promise<void>;
  /** The page of a run, whole or not, as the text of one file. */
  readonly page: (store: ObjectStore, runId: string) => Promise<string>;
}

/** Makes a flow runnable. */
export function runnableFlow<
  Params extends RunParams,
  Steps extends object,
  Report,
  Flags extends RunFlags = RunFlags,
>(parts: FlowParts<Params, Steps, Flags, Report>): RunnableFlow<Flags> {
  const renderPage = async (store: ObjectStore, runId: string) => {
    // Most of what the command line does needs no pages
    const { renderRunPage } = await import('../report/page/render-run-page.ts');
    const { noModel } = await import('../report/page/no-model.ts');
    return renderRunPage(store, runId, {
      definition: parts.flow,
      findings: async (run) => (await parts.findings?.(run)) ?? noModel(run),
    });
  };
  const keepPage = (store: ObjectStore, runId: string) =>
    keepRunPage(store, { flow: parts.flow.name, runId, render: renderPage });
  const reported = async (
    context: CliContext,
    flags: OutputFlags & Pick<RunFlags, 'inspect'>,
    execute: (
      options: ReturnType<typeof optionsOf> & { readonly launcher?: Launcher },
    ) => Promise<RunSummary<Steps>>,
  ): Promise<void> => {
    const { store } = context;
    const say = (line: string): void => void process.stderr.write(`${line}\n`);
    const modules = modulesOf(parts.flow.name, context.environment);
    const launcher = await stepLauncher(context, modules, say);
    const printer = createRunPrinter(flags);
    const inspect = inspectedStep(parts.flow, flags.inspect);
    await requireWritable(store);
    await sweepStore(store);
    if (inspect !== undefined) tellInspected(inspect);
    const options = { ...optionsOf(context, printer, inspect), ...(launcher && { launcher }) };
    const run = await execute(options)
      .finally(() => printer.end())
      .finally(() => tellIdle(store))
      .catch(async (error: unknown) => {
        if (error instanceof RunFailedError) await keepPage(store, error.runId);
        throw await withAdvice(error, store, parts.choosesModel === true);
      });
    const page = await keepPage(store, run.runId);
    const dataDocs = await findDataDocs(store, { flow: parts.flow.name, runId: run.runId });
    const report = await parts.report(store, { ...run, page, dataDocs });
    if (flags.jsonLines === true) printResult(report);
    else if (flags.json === true) printJson(report);
    else printReport(parts.render(report));
  };
  return {
    params: (settings, flags) => parts.params(settings, flags),
    page: renderPage,
    async run(context, flags) {
      const params = await parts.params(context.settings, flags);
      await requireEndpointPort(context, { flow: parts.flow.name, params, flags });
      await reported(context, flags, (options) =>
        runFlow(parts.flow, {
          ...options,
          params,
          maxWorkers: flags.maxWorkers ?? context.settings.LF_MAX_WORKERS,
          tags: flags.tag ?? [],
          ...(flags.runId === undefined ? {} : { runId: flags.runId }),
        }),
      );
    },
    async resume(context, runId, flags) {
      const { settings, store } = context;
      const record = await findRun(store, runId);
      const changed = await changedInputs(parts.model, settings, flags, record);
      for (const line of await changesSince(record, settings, flags)) {
        process.stderr.write(`${printable(line)}\n`);
      }
      // The files of the same folder may be others now: what they give must be read, not reused
      const from = flags.from ?? (flags.data === undefined ? undefined : 'start');
      await reported(context, flags, (options) =>
        resumeRun(parts.flow, runId, {
          ...options,
          params: { ...parts.limits(settings, flags), ...changed },
          maxWorkers: settings.LF_MAX_WORKERS,
          breakLock: flags.breakLock === true,
          ...(from !== undefined && { from }),
        }),
      );
    },
  };
}

/** A port that is taken should not be found out at the last step but one. */
async function requireEndpointPort(
  { settings, store }: Pick<CliContext, 'settings' | 'store'>,
  of: { readonly flow: string; readonly params: RunParams; readonly flags: RunFlags },
): Promise<void> {
  const { flow, params, flags } = of;
  if (params.endpointPort === null || params.sageMaker !== null) return;
  await requirePort({
    flow,
    port: params.endpointPort,
    host: settings.LF_ENDPOINT_HOST ?? '127.0.0.1',
    stateDirectory: endpointStateDirectory(store),
    setting: flags.port === undefined ? 'LF_ENDPOINT_PORT' : '--port',
  });
}

const MS_PER_DAY = 24 * 60 * 60 * 1000;

/** An error that ended a run, with how to go on. */
async function withAdvice(
  error: unknown,
  store: ObjectStore,
  choosesModel: boolean,
): Promise<unknown> {
  if (error instanceof RunInterruptedError) {
    return new RunStoppedError(error, [`Go on: ${lfCommand('resume', error.runId)}`]);
  }
  if (!(error instanceof RunFailedError)) return error;
  const run = await findRun(store, error.runId);
  return new RunStoppedError(error, resumeAdvice(error, { ...run, choosesModel }));
}

function optionsOf(
  { settings, store, environment }: CliContext,
  { onEvent }: ReturnType<typeof createRunPrinter>,
  inspect: InspectedStep | undefined,
) {
  return {
    store,
    onEvent,
    scratchMaxAgeMs: settings.LF_SCRATCH_DAYS * MS_PER_DAY,
    command: stepCommand(environment, { datastore: store.url, inspect }),
  };
}

/** Endpoints that nobody asks are easily forgotten: the end of a run is when somebody looks. */
async function tellIdle(store: ObjectStore): Promise<void> {
  for (const line of await idleEndpointLines(endpointStateDirectory(store))) {
    process.stderr.write(`${line}\n`);
  }
}
