import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import type { Entry, TimedEntry } from '../../record/entry.ts';
import type { ParamValue } from '../../tracker.ts';
import { openAppendedFile } from '../appended-file.ts';
import type { BackEnd, BackEndRun, JsonValue, ShownRun } from '../back-end.ts';
import { fileName } from '../file-name.ts';
import { fieldsOf } from '../json.ts';
import { markdownTable } from '../markdown.ts';
import {
  fileVersionEvent,
  histogramValue,
  imageValue,
  precisionRecallValue,
  scalarValue,
  sessionEndValue,
  sessionStartValue,
  summaryEvent,
  textValue,
} from './event.ts';
import { readKeptFile, readKeptTable } from '../kept-file.ts';
import { frameRecord } from './record.ts';

export interface TensorBoardOptions {
  /** What `tensorboard --logdir` is given. */
  readonly logdir: string;
}

/** More rows of a table or curve are left to the record: TensorBoard shows text. */
const MAX_TABLE_ROWS = 100;

/** What is remembered between two processes. */
interface State {
  /** Bytes of the event file that hold what was read of the record. */
  readonly length: number;
  readonly params: Readonly<Record<string, ParamValue>>;
  /** Whether the hyperparameters are written: TensorBoard reads the first ones alone. */
  readonly hasParams: boolean;
  /** Lines of the log so far: their steps. */
  readonly logLines: number;
}

const FRESH: State = { length: 0, params: {}, hasParams: false, logLines: 0 };

/** Writes TensorBoard's event files: a folder `<logdir>/<experiment>/<runId>` a run. */
export function tensorBoardBackEnd({ logdir }: TensorBoardOptions): BackEnd {
  const target = resolve(logdir);
  return {
    name: 'tensorboard',
    target,
    gatherMs: 1000,
    open: (run) => openEventFile(target, run),
  };
}

async function openEventFile(logdir: string, run: ShownRun): Promise<BackEndRun> {
  const folder = join(logdir, fileName(run.experiment ?? 'runs'), fileName(run.runId));
  // Seconds first: TensorBoard reads the files of a folder in the order of their names.
  const seconds = String(Math.floor(run.startedMs / 1000)).padStart(10, '0');
  const path = join(
    folder,
    `events.out.tfevents.${seconds}.${fileName(hostname())}.${fileName(run.runId)}`,
  );
  let state = parseState(run.state);
  const file = await openAppendedFile(path, state.length);
  state = { ...state, length: file.length };
  return {
    send: async (entries) => {
      const next = await encodeEntries(entries, run, state);
      await file.append(next.records);
      state = { ...next.state, length: file.length };
    },
    state: () => ({ ...state }),
    address: () => folder,
  };
}

async function encodeEntries(
  entries: readonly TimedEntry[],
  run: ShownRun,
  before: State,
): Promise<{ records: Buffer; state: State }> {
  let state = before;
  const events: Buffer[] = [];
  if (state.length === 0) events.push(fileVersionEvent(run.startedMs));
  for (const { entry, atMs } of entries) {
    if (entry.type === 'param') {
      state = { ...state, params: { ...state.params, [entry.name]: entry.value } };
    }
    // Parameters come first in a training: once a metric comes, they are known.
    if ((entry.type === 'metric' || entry.type === 'finish') && !state.hasParams) {
      events.push(summaryEvent(run.startedMs, 0, sessionStartValue(state.params, run.startedMs)));
      state = { ...state, hasParams: true };
    }
    const at = { run, atMs, logLine: state.logLines };
    for (const { step, value } of await valuesOf(entry, at)) {
      events.push(summaryEvent(atMs, step, value));
    }
    if (entry.type === 'log') state = { ...state, logLines: state.logLines + 1 };
  }
  return { records: Buffer.concat(events.map(frameRecord)), state };
}

interface StepValue {
  readonly step: number;
  readonly value: Buffer;
}

async function valuesOf(
  entry: Entry,
  { run, atMs, logLine }: { run: ShownRun; atMs: number; logLine: number },
): Promise<readonly StepValue[]> {
  const one = (step: number, value: Buffer): readonly StepValue[] => [{ step, value }];
  switch (entry.type) {
    case 'metric':
      return one(entry.step, scalarValue(entry.name, entry.value));
    case 'histogram':
      return one(entry.step, histogramValue(entry.name, entry));
    case 'image': {
      const png = await readKeptFile(run, entry.path);
      return png === null ? [] : one(entry.step, imageValue(entry.name, { ...entry, png }));
    }
    case 'table': {
      const table = await readKeptTable(run, entry.path);
      if (table === null) return [];
      const shown = markdownTable(table.columns, table.rows.slice(0, MAX_TABLE_ROWS));
      return one(entry.step, textValue(entry.name, shown));
    }
    case 'curve': {
      const { kind, x, y, xLabel, yLabel, confusion } = entry.curve;
      if (kind === 'pr' && confusion !== undefined) {
        return one(entry.step, precisionRecallValue(entry.name, confusion));
      }
      const points = x.slice(0, MAX_TABLE_ROWS).map((value, place) => [value, y[place] ?? null]);
      return one(entry.step, textValue(entry.name, markdownTable([xLabel, yLabel], points)));
    }
    case 'log':
      // Indented: shown as it is, with its line ends.
      return one(
        logLine,
        textValue('log', `    ${entry.level}: ${entry.message}`.replaceAll('\n', '\n    ')),
      );
    case 'tag':
      return one(0, textValue(`tags/${entry.name}`, entry.value));
    case 'artifact': {
      const { role = 'output', uri, digest = '' } = entry;
      const table = markdownTable(['role', 'uri', 'digest'], [[role, uri, digest]]);
      return one(0, textValue(`artifacts/${entry.name}`, table));
    }
    case 'source': {
      const { commit, branch, remote, isDirty } = entry;
      const row = [commit, branch, remote, isDirty];
      return one(
        0,
        textValue('source', markdownTable(['commit', 'branch', 'remote', 'changed'], [row])),
      );
    }
    case 'system': {
      const step = Math.round((atMs - run.startedMs) / 1000);
      return Object.entries(entry.values).map(([name, value]) => ({
        step,
        value: scalarValue(`system/${name}`, value),
      }));
    }
    case 'finish':
      return one(0, sessionEndValue(entry.status, atMs));
    case 'run':
    case 'param':
      return [];
  }
}

function parseState(value: JsonValue): State {
  const { length, params, hasParams, logLines } = fieldsOf(value);
  return {
    length: typeof length === 'number' ? length : FRESH.length,
    params: Object.fromEntries(Object.entries(fieldsOf(params)).filter(isParam)),
    hasParams: hasParams === true,
    logLines: typeof logLines === 'number' ? logLines : FRESH.logLines,
  };
}

function isParam(entry: [string, unknown]): entry is [string, ParamValue] {
  return entry[1] === null || ['string', 'number', 'boolean'].includes(typeof entry[1]);
}
