import { createHash } from 'node:crypto';
import { NotStorableError } from '../errors.ts';
import type { ArtifactRef } from './artifact.ts';

/**
 * `T` where JSON keeps every part of it as it is, else `never` at the part that would be lost: a
 * step's outputs and a for-each's items are bound to it.
 */
export type Storable<T> = T extends string | number | boolean | null | ArtifactRef
  ? T
  : T extends ((...args: never[]) => unknown) | Date | ArrayBufferView | ArrayBuffer
    ? never
    : T extends object
      ? { [K in keyof T]: Storable<T[K]> }
      : never;

/** `Storable` for each part of an object: a bound that a type parameter may have on itself. */
export type StorableParts<T> = { readonly [K in keyof T]: Storable<T[K]> };

export type JsonRecord = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * JSON with sorted keys: equal values give equal text. Properties that are undefined are absent.
 *
 * @param path what the value is called in an error
 * @throws NotStorableError at the first part that JSON would change or lose
 */
export function canonicalJson(value: unknown, path: string): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') {
    return JSON.stringify(value);
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new NotStorableError(path, String(value));
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    const parts = value.map((part: unknown, index) => canonicalJson(part, `${path}[${index}]`));
    return `[${parts.join(',')}]`;
  }
  if (!isRecord(value) || !isPlain(value)) throw new NotStorableError(path, describe(value));
  const parts = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key], `${path}.${key}`)}`);
  return `{${parts.join(',')}}`;
}

/** sha256 (64 hex digits) of a value's canonical JSON. */
export function digestOfJson(value: unknown, path: string): string {
  return createHash('sha256').update(canonicalJson(value, path)).digest('hex');
}

export function encodeJson(value: unknown, path: string): Uint8Array {
  return Buffer.from(`${canonicalJson(value, path)}\n`, 'utf8');
}

export function decodeJson(bytes: Uint8Array): unknown {
  const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
  return value;
}

/** Null: the bytes are no JSON. */
export function decodeJsonOrNull(bytes: Uint8Array): unknown {
  try {
    return decodeJson(bytes);
  } catch {
    return null;
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function describe(value: unknown): string {
  if (typeof value === 'object' && value !== null) return `a ${value.constructor.name}`;
  return typeof value;
}
