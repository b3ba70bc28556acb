import { PREDICTION_FORMATS, makeTemporaryFolder } from '@lf/dataset';
import { PRESETS, importEvents, readMapFile, readPreset, type ImportMap } from '@lf/dataset/import';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { stoppable } from '../terminal/stop-signal.ts';
import { engineOptions } from '../engine.ts';
import { PipelineError } from '../errors.ts';
import { sourcesIn } from '../params/source-paths.ts';
import { findBundle } from '../predict/find-bundle.ts';
import { scoreFile, type ScoreReport } from '../predict/score-file.ts';
import { settingsHere } from '../settings/context.ts';
import type { Settings } from '../settings/load.ts';
import { print, printJson } from '../terminal/print.ts';
import type { OutputFlags } from '../terminal/output-flags.ts';
import { createRunPrinter } from '../terminal/run-printer.ts';
import { wholeNumber, withJson } from './flags.ts';

interface PredictFlags extends Pick<OutputFlags, 'json' | 'plain'> {
  readonly bundle: string;
  readonly sessions: string;
  readonly out: string;
  readonly k: number;
  readonly exclude?: 'seen';
  readonly map?: string;
  readonly preset?: string;
  readonly threads?: number;
}

/** As many as a model names. */
const MOST_ITEMS = 100;

/** `lf predict`: every session of a file, scored by a model. */
export function addPredictCommand(program: Command): void {
  const command = program
    .command('predict')
    .description('score every session of a file with a model, on all cores, as its endpoint would')
    .requiredOption(
      '--bundle <model>',
      'model.tar.gz, the name of an endpoint on this machine, or a run',
    )
    .requiredOption('--sessions <file>', 'a table as for lf upload (CSV or Parquet), or its folder')
    .requiredOption(
      '--out <file>',
      'predictions: name.parquet or name.csv; an existing file is replaced',
    )
    .option('--k <n>', 'rec: products per session, 1 to 100', listLength, 10)
    .addOption(
      new Option('--exclude <what>', 'rec: leave out products of the session').choices(['seen']),
    )
    .addOption(
      new Option(
        '--preset <system>',
        'the sessions have the format of this system, as for lf import',
      ).choices(PRESETS),
    )
    .addOption(new Option('--map <file>', 'a JSON file that maps the columns').conflicts('preset'))
    .option('--threads <n>', 'scoring threads (default: all cores)', threadCount)
    .option('--plain', 'print progress as plain lines, even on a terminal');
  withJson(command).action(predict);
}

async function predict(flags: PredictFlags): Promise<void> {
  const settings = settingsHere();
  requireFormat(flags.out);
  const startMs = performance.now();
  const printer = createRunPrinter(flags);
  const report = await stoppable(async (signal) => {
    try {
      return await withSessions(flags, settings, async (sessions) =>
        scoreFile({
          bundle: await findBundle(flags.bundle),
          sessions,
          out: outOf(flags, sessions),
          rank: { k: flags.k, seenItems: flags.exclude === 'seen' ? 'exclude' : 'include' },
          duplicates: settings.LF_DUPLICATE_ROWS,
          maxEventsPerSession: settings.LF_MAX_SESSION_EVENTS,
          memoryLimitMb: settings.LF_MEMORY_LIMIT_MB,
          ...(flags.threads !== undefined && { threads: flags.threads }),
          signal,
          onProgress: ({ stage, bytes, totalBytes }) => {
            const [done, total] = [bytes, totalBytes].map((size) => Math.round(size / 1e6));
            const unit = `MB ${STAGES[stage] ?? stage}`;
            printer.onEvent({
              type: 'task_progress',
              task: 'predict',
              progress: { done: done ?? 0, ...(total !== undefined && { total }), unit },
            });
          },
        }),
      );
    } catch (cause) {
      if (!signal.aborted) throw cause;
      throw new PipelineError('interrupted', 'Scoring was stopped: no file was written.', {
        cause,
      });
    } finally {
      printer.end();
    }
  });
  const ms = Math.round(performance.now() - startMs);
  if (flags.json === true) printJson({ ...report, ms });
  else print(render(report, ms));
}

/** What is done with the table, by the stage's name. */
const STAGES: Readonly<Record<string, string>> = {
  convert: 'read',
  check: 'checked',
  sort: 'sorted',
  score: 'scored',
};

/** Lets `use` read the table of sessions: the file itself, that of a folder, or what the import makes of it. */
async function withSessions<Result>(
  { sessions, map, preset }: PredictFlags,
  settings: Settings,
  use: (path: string) => Promise<Result>,
): Promise<Result> {
  if (map === undefined && preset === undefined) return use(await browsingFile(sessions));
  const importMap: ImportMap =
    preset === undefined ? await readMapFile(map ?? '') : await readPreset(preset);
  const folder = await makeTemporaryFolder('lf-predict-');
  try {
    const { path } = await importEvents({
      paths: [sessions],
      map: importMap,
      out: folder,
      engine: engineOptions({ memoryLimitMb: settings.LF_MEMORY_LIMIT_MB }),
    });
    return await use(path ?? sessions);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function browsingFile(path: string): Promise<string> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) return resolve(path);
  return (await sourcesIn(path)).browsing_train ?? resolve(path);
}

function requireFormat(out: string): void {
  if (PREDICTION_FORMATS.some((ending) => out.endsWith(`.${ending}`))) return;
  throw new PipelineError(
    'out_format_unknown',
    `Writing predictions: expected --out to end with .parquet or .csv, got '${out}'.`,
  );
}

/** @throws PipelineError where the predictions would replace what they are made of */
function outOf(flags: PredictFlags, sessions: string): string {
  const out = resolve(flags.out);
  if (out !== resolve(sessions) && out !== resolve(flags.bundle)) return out;
  throw new PipelineError(
    'out_is_input',
    `Writing predictions: expected --out to differ from the input file, got '${flags.out}' for both.`,
  );
}

function render({ kind, version, out, ...report }: ScoreReport, ms: number): string {
  const n = (value: number) => value.toLocaleString('en');
  const lines = [
    `${n(report.scored)} of ${n(report.sessions)} sessions scored by ${kind} ${version} in ${(ms / 1000).toFixed(1)} s`,
    ...Object.entries(report.notes).map(([name, count]) => `  ${NOTES[name] ?? name}: ${n(count)}`),
    ...Object.entries(report.unscored).map(
      ([reason, count]) => `  not scored, ${NOTES[reason] ?? reason}: ${n(count)}`,
    ),
    out,
  ];
  return lines.join('\n');
}

/** What counts mean, by their names in the file and in JSON. */
const NOTES: Readonly<Record<string, string>> = {
  in_scope: 'in_scope (a cart and no purchase: what the model was trained on)',
  no_add_yet: 'no_add_yet (no cart: the model was not trained on such sessions)',
  already_bought: 'already_bought (a purchase: the model was not trained on such sessions)',
  fallback: 'fallback (no product is known, so the most popular ones are returned)',
  unknown_products: 'unknown_products (some products are not known and were skipped)',
  too_many_events: 'too_many_events (more than LF_MAX_SESSION_EVENTS)',
  no_product: 'no_product (no event names a product)',
};

function listLength(text: string): number {
  const value = wholeNumber(text);
  if (value < 1 || value > MOST_ITEMS) {
    throw new InvalidArgumentError(`expected a whole number from 1 to ${MOST_ITEMS}`);
  }
  return value;
}

function threadCount(text: string): number {
  const value = wholeNumber(text);
  if (value < 1) throw new InvalidArgumentError('expected a whole number from 1');
  return value;
}
