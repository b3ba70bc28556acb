import { bytesField, intField, message, messageField } from '../../protobuf/write.ts';
import type { LogLevel } from '../../tracker.ts';
import { jsonText, type JsonText } from './json-text.ts';
import type { Row } from './update.ts';

/**
 * wandb's `Record` and what is in it. Field numbers are those of wandb/proto/wandb_internal.proto and
 * wandb_telemetry.proto.
 */
const RECORD = {
  num: 1,
  history: 2,
  summary: 3,
  config: 5,
  files: 6,
  stats: 7,
  telemetry: 11,
  metric: 12,
  outputRaw: 13,
  run: 17,
  exit: 18,
  header: 21,
  environment: 26,
} as const;

/** Which server understands the file. */
const MIN_SERVER = '0.70.0';
const STDERR = 0;
const STDOUT = 1;

/** A record without its number. */
export interface NumberlessRecord {
  readonly field: number;
  readonly content: Buffer;
}

/** @param num counts the records of a file from 1 */
export function numberedRecord(num: number, { field, content }: NumberlessRecord): Buffer {
  return message(intField(RECORD.num, num), bytesField(field, content));
}

export function headerRecord(): NumberlessRecord {
  const version = messageField(1, bytesField(1, 'lf-tracking'), bytesField(2, MIN_SERVER));
  return { field: RECORD.header, content: version };
}

export function runRecord(run: {
  readonly id: string;
  readonly entity: string | null;
  readonly project: string;
  readonly name: string;
  readonly host: string;
  readonly startedMs: number;
}): NumberlessRecord {
  const content = message(
    bytesField(1, run.id),
    ...(run.entity === null ? [] : [bytesField(2, run.entity)]),
    bytesField(3, run.project),
    bytesField(8, run.name),
    bytesField(13, run.host),
    timeField(17, run.startedMs),
  );
  return { field: RECORD.run, content };
}

export function telemetryRecord(platform: string): NumberlessRecord {
  return { field: RECORD.telemetry, content: bytesField(13, platform) };
}

/** What the run runs on, and the git commit; shown as the run's metadata. */
export function environmentRecord(of: {
  /** Of whoever writes: parts with the same one are joined. */
  readonly writerId: string;
  readonly os?: string;
  readonly host?: string;
  readonly startedMs?: number;
  readonly commit?: string;
  readonly remote?: string | null;
}): NumberlessRecord {
  const git = [
    ...(of.remote == null ? [] : [bytesField(1, of.remote)]),
    ...(of.commit === undefined ? [] : [bytesField(2, of.commit)]),
  ];
  const content = message(
    ...(of.os === undefined ? [] : [bytesField(1, of.os)]),
    ...(of.startedMs === undefined ? [] : [timeField(3, of.startedMs)]),
    ...(git.length === 0 ? [] : [messageField(9, ...git)]),
    ...(of.host === undefined ? [] : [bytesField(12, of.host)]),
    bytesField(199, of.writerId),
  );
  return { field: RECORD.environment, content };
}

export function configRecord(path: readonly string[], value: JsonText): NumberlessRecord {
  return { field: RECORD.config, content: bytesField(1, item(path, value)) };
}

export function historyRecord(row: Row, startedMs: number): NumberlessRecord {
  const items = Object.entries(rowValues(row, startedMs)).map(([key, value]) =>
    bytesField(1, item([key], value)),
  );
  return {
    field: RECORD.history,
    content: message(...items, messageField(2, intField(1, row.step))),
  };
}

export function summaryRecord(values: Readonly<Record<string, JsonText>>): NumberlessRecord {
  const items = Object.entries(values).map(([key, value]) => bytesField(1, item([key], value)));
  return { field: RECORD.summary, content: message(...items) };
}

/** A row with what wandb adds by itself. */
export function rowValues(
  { step, atMs, values }: Row,
  startedMs: number,
): Readonly<Record<string, JsonText>> {
  return {
    ...values,
    _step: jsonText(step),
    _timestamp: jsonText(atMs / 1000),
    _runtime: jsonText((atMs - startedMs) / 1000),
  };
}

/** The step as an axis of its own. */
export function stepMetricRecord(): NumberlessRecord {
  const options = messageField(6, intField(3, true));
  return { field: RECORD.metric, content: message(bytesField(1, 'step'), options) };
}

/** A metric that is drawn over that axis. */
export function metricRecord(key: string): NumberlessRecord {
  const options = messageField(6, intField(1, true), intField(3, true));
  return {
    field: RECORD.metric,
    content: message(bytesField(1, key), bytesField(4, 'step'), options),
  };
}

/** @param path below the run's `files` */
export function fileRecord(path: string): NumberlessRecord {
  return { field: RECORD.files, content: messageField(1, bytesField(1, path)) };
}

export function statsRecord(
  values: Readonly<Record<string, number>>,
  atMs: number,
): NumberlessRecord {
  const items = Object.entries(values).map(([key, value]) =>
    messageField(3, bytesField(1, key), bytesField(16, jsonText(value))),
  );
  return { field: RECORD.stats, content: message(timeField(2, atMs), ...items) };
}

export function outputRecord(text: string, level: LogLevel, atMs: number): NumberlessRecord {
  const content = message(
    intField(1, level === 'error' ? STDERR : STDOUT),
    timeField(2, atMs),
    bytesField(3, text),
  );
  return { field: RECORD.outputRaw, content };
}

export function exitRecord(code: number, runtimeMs: number): NumberlessRecord {
  const content = message(intField(1, code), intField(2, runtimeMs / 1000));
  return { field: RECORD.exit, content };
}

/** Names are never split at their dots: they are `nested_key`. */
function item(path: readonly string[], value: JsonText): Buffer {
  return message(...path.map((name) => bytesField(2, name)), bytesField(16, value));
}

function timeField(number: number, atMs: number): Buffer {
  const seconds = Math.floor(atMs / 1000);
  return messageField(number, intField(1, seconds), intField(2, (atMs - seconds * 1000) * 1e6));
}
