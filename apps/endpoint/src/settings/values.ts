import { decimalOf, shown, wholeNumberOf } from '@lf/serving';
import { SettingError } from '../errors.ts';
import { GUARDED, type Guard } from '../http/guard.ts';
import { LOG_LEVELS, type LogLevel } from '../log.ts';
import { MODEL_NAME } from '../served/model-registry.ts';

/** @throws SettingError */
export function wholeNumber(
  name: string,
  text: string,
  [least, most]: readonly [number, number],
): number {
  const value = wholeNumberOf(text) ?? Number.NaN;
  if (value >= least && value <= most) return value;
  throw new SettingError(
    `${name}: expected a whole number from ${least} to ${most}, got ${shown(text, '"')}.`,
  );
}

/** @throws SettingError */
export function ratio(name: string, text: string): number {
  const value = decimalOf(text) ?? Number.NaN;
  if (value >= 0 && value <= 1) return value;
  throw new SettingError(`${name}: expected a number from 0 to 1, got ${shown(text, '"')}.`);
}

/** @throws SettingError */
export function logLevel(name: string, text: string): LogLevel {
  const level = LOG_LEVELS.find((candidate) => candidate === text);
  if (level) return level;
  throw new SettingError(
    `${name}: expected one of ${LOG_LEVELS.join(', ')}, got ${shown(text, '"')}.`,
  );
}

const SWITCH: Readonly<Record<string, boolean>> = { true: true, 1: true, false: false, 0: false };

/** A switch given as a flag ("true") or by a variable. @throws SettingError */
export function isSet(name: string, text: string): boolean {
  const value = Object.hasOwn(SWITCH, text) ? SWITCH[text] : undefined;
  if (value !== undefined) return value;
  throw new SettingError(
    `${name}: expected one of ${Object.keys(SWITCH).join(', ')}, got ${shown(text, '"')}.`,
  );
}

/** A path that is set, if to anything at all. @throws SettingError */
export function path(name: string, text: string): string {
  if (text !== '' && !text.includes('\0')) return text;
  throw new SettingError(`${name}: expected a path, got ${shown(text, '"')}.`);
}

/** A name or an address; of brackets around IPv6 the system knows nothing. */
const ADDRESS = /^[a-z0-9._:%-]{1,253}$/i;

/** An address to listen on: nothing would mean all of them. @throws SettingError */
export function address(name: string, text: string): string {
  if (ADDRESS.test(text)) return text;
  throw new SettingError(
    `${name}: expected an address such as 127.0.0.1 or ::1, or a host name, got ${shown(text, '"')}.`,
  );
}

/** `name=path`, each name once. @throws SettingError */
export function namedPaths(name: string, texts: readonly string[]): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const text of texts) {
    const [key = '', path = ''] = text.split(/=(.*)/s);
    if (key === '' || path === '') {
      throw new SettingError(`${name}: expected <name>=<path>, got ${shown(text, '"')}.`);
    }
    if (!MODEL_NAME.test(key)) {
      throw new SettingError(
        `${name}: expected a name of 1 to 128 letters, digits, "_", "." and "-", got ${shown(key, '"')}.`,
      );
    }
    if (paths.has(key)) throw new SettingError(`${name}: ${key} is named twice.`);
    paths.set(key, path);
  }
  return paths;
}

/** A name, an IPv4 address, or an IPv6 address in brackets. */
const HOST_NAME = /^(?:[a-z0-9](?:[._-]*[a-z0-9])*|\[[0-9a-f:.]+\])$/i;

/** Host names separated by commas, or `*`; none for an empty text. @throws SettingError */
export function hostNames(name: string, text: string): readonly string[] {
  const names = text.split(',').filter((part) => part !== '');
  const wrong = names.find((part) => part !== '*' && !HOST_NAME.test(part));
  if (wrong === undefined) return names;
  throw new SettingError(
    `${name}: expected host names without a port, separated by commas, or *, got ${shown(wrong, '"')}.`,
  );
}

/** A key as the public API takes it. */
const API_KEY = /^[!-~]{16,256}$/;

/** What wants a key besides the public API, and the key; null for an empty text. @throws SettingError */
export function guard(name: string, text: string, key: string): Guard | null {
  const paths = text.split(',').filter((part) => part !== '');
  const wrong = paths.find((path) => !GUARDED.some((known) => known === path));
  if (wrong !== undefined) {
    throw new SettingError(
      `${name}: expected one or both of ${GUARDED.join(', ')}, got ${shown(wrong, '"')}.`,
    );
  }
  if (paths.length === 0) return null;
  if (API_KEY.test(key)) {
    return { key, paths: new Set(GUARDED.filter((known) => paths.includes(known))) };
  }
  // The log is no place for a key
  throw new SettingError(
    `${name}: expected LF_API_KEY to be 16 to 256 printable characters without blanks, got ${key === '' ? 'none' : 'another value'}.`,
  );
}
