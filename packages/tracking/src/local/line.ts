import type { ParamValue } from '../tracker.ts';

/** One line of the file, without its time. */
export type Entry =
  | { readonly type: 'run'; readonly runId: string }
  | { readonly type: 'param'; readonly name: string; readonly value: ParamValue }
  | { readonly type: 'tag'; readonly name: string; readonly value: string }
  | {
      readonly type: 'metric';
      readonly name: string;
      readonly step: number;
      readonly value: number;
    }
  | { readonly type: 'artifact'; readonly name: string; readonly uri: string }
  | { readonly type: 'finish'; readonly status: 'completed' | 'failed' };

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
export function decodeLine(line: string): { readonly entry: Entry; readonly atMs: number } | null {
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
  const { type, runId, name, step, uri, status } = fields;
  const value = parseValue(fields);
  if (type === 'run' && typeof runId === 'string') return { type, runId };
  if (type === 'finish' && (status === 'completed' || status === 'failed')) return { type, status };
  if (typeof name !== 'string') return null;
  if (type === 'param' && value !== undefined) return { type, name, value };
  if (type === 'tag' && typeof value === 'string') return { type, name, value };
  if (type === 'artifact' && typeof uri === 'string') return { type, name, uri };
  if (type === 'metric' && typeof step === 'number' && typeof value === 'number') {
    return { type, name, step, value };
  }
  return null;
}

function parseValue({ value, number }: Fields): ParamValue | undefined {
  if (typeof number === 'string') return NON_FINITE[number];
  if (value === null || typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}
