import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TransformOptions, TransformResult } from '@lf/dataset';
import type { Progress } from '@lf/flow';
import { PipelineError } from '../errors.ts';
import { OWN_FOLDER } from '../settings/own-folder.ts';
import { runProgram, type ProgramEnd } from './run-program.ts';
import type { TransformParams } from '../params/transform-params.ts';

/** Which of the program's tables. */
export type EventTable = 'intent' | 'rec';

export interface PythonTransform extends Omit<
  TransformOptions,
  'engine' | 'onProgress' | 'signal'
> {
  readonly table: EventTable;
  readonly transform: TransformParams;
  readonly onLine: (line: string) => void;
  readonly onProgress: (progress: Progress) => void;
}

/** In RAPIDS' images and in virtual environments alike. */
const PYTHON = 'python3';

/** Enough for what says no `error`, such as a library that gives up. */
const LAST_LINES = 20;

/** Of an error that lists cases: it lists 20 at most. */
const MOST_ERROR_LINES = 40;

/** The program's options in its messages, and the settings that a run gives them by. */
const SETTINGS_OF_OPTIONS = [
  [/--long-sessions drop/g, 'LF_LONG_SESSIONS=drop'],
  [/--max-session-events/g, 'LF_MAX_SESSION_EVENTS'],
  [/--backend ([a-z-]+)/g, 'LF_TRANSFORM_ENGINE=$1'],
  [/--workers/g, 'LF_TRANSFORM_WORKERS'],
] as const;

/** Folder of the Python package: in this package where it is installed, under tools/ where it is developed. */
function pythonFolder(): string {
  const shipped = join(OWN_FOLDER, 'python');
  return existsSync(shipped) ? shipped : join(OWN_FOLDER, '../../tools/rapids/python');
}

/**
 * The same rows as DuckDB's transform, made by `python -m lf_rapids`.
 *
 * @throws PipelineError `no_python`, `transform_failed`
 */
export async function transformInPython(options: PythonTransform): Promise<TransformResult> {
  const { source, target, table, transform } = options;
  const { maxEventsPerSession, longSessions, placeholderSkus } = options;
  const args = [
    ...['-m', 'lf_rapids', 'transform', '--flow', table, '--backend', transform.engine],
    ...['--table', pathToFileURL(source).href, '--out', pathToFileURL(target).href],
    ...(maxEventsPerSession === undefined
      ? []
      : ['--max-session-events', String(maxEventsPerSession)]),
    ...(longSessions === undefined ? [] : ['--long-sessions', longSessions]),
    ...(placeholderSkus === undefined ? [] : ['--placeholder-skus', placeholderSkus]),
    ...(transform.workers === undefined ? [] : ['--workers', String(transform.workers)]),
  ];
  const end = await runProgram(PYTHON, args, {
    env: { ...process.env, PYTHONPATH: pythonPath(), PYTHONDONTWRITEBYTECODE: '1' },
    onErrorLine(line) {
      const progress = progressIn(line);
      if (progress === null) options.onLine(line);
      else options.onProgress(progress);
    },
  });
  if (end.code !== 0) throw failure(transform, end);
  const written = writtenIn(end.stdout);
  if (written === null) throw failure(transform, end);
  return written;
}

/** The program of this version, before one that an image may have. */
function pythonPath(): string {
  return [pythonFolder(), process.env['PYTHONPATH']].filter(Boolean).join(':');
}

/** `intent: read 1,000 of 6,000 rows` */
function progressIn(line: string): Progress | null {
  const [, message, done = '', total = '', unit] =
    /^(?:intent|rec): (\w+) ([\d,]+) of ([\d,]+) (\w+)$/.exec(line) ?? [];
  if (message === undefined || unit === undefined) return null;
  const number = (text: string): number => Number(text.replaceAll(',', ''));
  return { done: number(done), total: number(total), unit, message };
}

/** What the program says of the table that it wrote. */
function writtenIn(stdout: string): TransformResult | null {
  try {
    const { rows, dropped_sessions, dropped_rows } = JSON.parse(stdout) as Record<string, unknown>;
    const isCount = (value: unknown): value is number => Number.isSafeInteger(value);
    return isCount(rows) && isCount(dropped_sessions) && isCount(dropped_rows)
      ? { rows, droppedSessions: dropped_sessions, droppedRows: dropped_rows }
      : null;
  } catch {
    return null;
  }
}

function failure({ engine }: TransformParams, end: ProgramEnd): PipelineError {
  const doing = `Transforming the events by LF_TRANSFORM_ENGINE=${engine}`;
  if (end.startError !== null) {
    return new PipelineError(
      'no_python',
      `${doing}: ${PYTHON} cannot be started (${end.startError}). Use an image made from tools/rapids/Dockerfile as ` +
        'RAPIDS_IMAGE; on this machine, activate an environment with the packages of tools/rapids/cpu-requirements.txt; ' +
        'or set LF_TRANSFORM_ENGINE=duckdb.',
    );
  }
  const how = end.signal === null ? `code ${end.code ?? 'unknown'}` : `${end.signal}${killed(end)}`;
  const words = wordsIn(lastWords(end.errorLines));
  return new PipelineError(
    'transform_failed',
    `${doing}: the Python program ended with ${how}. Its last lines:\n${words || '  (none)'}`,
  );
}

const killed = ({ signal }: ProgramEnd): string =>
  signal === 'SIGKILL'
    ? ' (out of memory, or killed by hand; LF_TRANSFORM_MEMORY_MB gives a job of AWS Batch more)'
    : '';

/** From the error on, if the program told one. */
function lastWords(lines: readonly string[]): readonly string[] {
  const error = lines.findLastIndex((line) => line.startsWith('error '));
  return error === -1 ? lines.slice(-LAST_LINES) : lines.slice(error).slice(0, MOST_ERROR_LINES);
}

function wordsIn(lines: readonly string[]): string {
  const text = lines
    .filter((line) => progressIn(line) === null)
    .map((line) => `  ${line}`)
    .join('\n');
  return SETTINGS_OF_OPTIONS.reduce(
    (words, [option, setting]) => words.replace(option, setting),
    text,
  );
}
