import type { ArtifactDetails, ParamValue } from '../tracker.ts';
import type { Confusion, Curve } from '../values/curve.ts';
import type { Entry, TimedEntry } from './entry.ts';

/** JSON has no such numbers, so they are written as strings, under the key `number` instead of `value`. */
const NON_FINITE: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

/** @returns a whole line, with its end */
export function encodeLine(entry: Entry, atMs: number): string {
  if ('value' in entry && typeof entry.value === 'number' && !Number.isFinite(entry.value)) {
    const { value, ...rest } = entry;
    return `${JSON.stringify({ ...rest, number: String(value), atMs })}\n`;
  }
  return `${JSON.stringify({ ...entry, atMs })}\n`;
}

/** The entry of a line, or null when the line is torn or not of ours. */
export function decodeLine(line: string): TimedEntry | null {
  const fields = parseFields(line);
  if (fields === null || typeof fields['atMs'] !== 'number') return null;
  const entry = parseEntry(fields);
  return entry === null ? null : { entry, atMs: fields['atMs'] };
}

type Fields = Readonly<Record<string, unknown>>;

function parseFields(line: string): Fields | null {
  try {
    const value: unknown = JSON.parse(line);
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseEntry(fields: Fields): Entry | null {
  const { type } = fields;
  if (type === 'run') return parseRun(fields);
  if (type === 'source') return parseSource(fields);
  if (type === 'log') return parseLog(fields);
  if (type === 'system') {
    const { values } = fields;
    return isNumberRecord(values) ? { type, values } : null;
  }
  if (type === 'finish') {
    const { status } = fields;
    return status === 'completed' || status === 'failed' ? { type, status } : null;
  }
  return parseNamed(fields);
}

function parseNamed(fields: Fields): Entry | null {
  const { type, name } = fields;
  if (typeof name !== 'string') return null;
  if (type === 'param' || type === 'tag') {
    const value = parseValue(fields);
    if (type === 'param') return value === undefined ? null : { type, name, value };
    return typeof value === 'string' ? { type, name, value } : null;
  }
  if (type === 'artifact') {
    const { uri } = fields;
    return typeof uri === 'string' ? { type, name, uri, ...parseDetails(fields) } : null;
  }
  return parseStepped(fields, name);
}

function parseStepped(fields: Fields, name: string): Entry | null {
  const { type, step, path, rows, width, height, edges, counts } = fields;
  if (typeof step !== 'number') return null;
  if (type === 'metric') {
    const value = parseValue(fields);
    return typeof value === 'number' ? { type, name, step, value } : null;
  }
  if (type === 'histogram') {
    return isNumbers(edges) && isNumbers(counts) ? { type, name, step, edges, counts } : null;
  }
  if (type === 'curve') {
    const curve = parseCurve(fields['curve']);
    return curve === null ? null : { type, name, step, curve };
  }
  if (typeof path !== 'string') return null;
  if (type === 'image' && typeof width === 'number' && typeof height === 'number') {
    return { type, name, step, path, width, height };
  }
  return type === 'table' && typeof rows === 'number' ? { type, name, step, path, rows } : null;
}

function parseRun({ runId, experiment, name }: Fields): Entry | null {
  if (typeof runId !== 'string') return null;
  return {
    type: 'run',
    runId,
    ...(typeof experiment === 'string' && { experiment }),
    ...(typeof name === 'string' && { name }),
  };
}

function parseSource({ commit, branch, remote, isDirty }: Fields): Entry | null {
  if (typeof commit !== 'string' || typeof isDirty !== 'boolean') return null;
  return {
    type: 'source',
    commit,
    branch: typeof branch === 'string' ? branch : null,
    remote: typeof remote === 'string' ? remote : null,
    isDirty,
  };
}

function parseLog({ message, level }: Fields): Entry | null {
  if (typeof message !== 'string') return null;
  const known = level === 'warning' || level === 'error' ? level : 'info';
  return { type: 'log', level: known, message };
}

function parseDetails({ role, kind, digest, sizeBytes, path }: Fields): ArtifactDetails {
  return {
    ...((role === 'input' || role === 'output') && { role }),
    ...(typeof kind === 'string' && { kind }),
    ...(typeof digest === 'string' && { digest }),
    ...(typeof sizeBytes === 'number' && { sizeBytes }),
    ...(typeof path === 'string' && { path }),
  };
}

function parseCurve(value: unknown): Curve | null {
  if (!isFields(value)) return null;
  const { kind, xLabel, yLabel, x, y, confusion } = value;
  if (typeof kind !== 'string' || typeof xLabel !== 'string' || typeof yLabel !== 'string') {
    return null;
  }
  if (!isNumbers(x) || !isNumbers(y)) return null;
  const isCounted = Array.isArray(confusion) && confusion.every(isConfusion);
  return { kind, xLabel, yLabel, x, y, ...(isCounted && { confusion }) };
}

function isConfusion(value: unknown): value is Confusion {
  return (
    isNumberRecord(value) &&
    ['threshold', 'truePositives', 'falsePositives', 'trueNegatives', 'falseNegatives'].every(
      (key) => key in value,
    )
  );
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'number');
}

function isNumberRecord(value: unknown): value is Readonly<Record<string, number>> {
  return isFields(value) && Object.values(value).every((item) => typeof item === 'number');
}

function parseValue({ value, number }: Fields): ParamValue | undefined {
  if (typeof number === 'string') return NON_FINITE[number];
  if (value === null || typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}
