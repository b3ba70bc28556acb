import { InvalidKeyError } from '../errors.ts';

/** Begins the name of a file that is still being written; such names are never keys and never listed. */
export const HIDDEN_PREFIX = '.tmp-';

/** @throws InvalidKeyError unless `key` is a '/'-separated relative path that stays inside the store. */
export function checkKey(key: string): string {
  if (key === '') throw new InvalidKeyError(key, 'it is empty');
  if (/[\\\0]/.test(key))
    throw new InvalidKeyError(key, "it holds a backslash or a NUL; use '/' between parts");
  for (const part of key.split('/')) {
    if (part === '') throw new InvalidKeyError(key, "it begins or ends with '/', or holds '//'");
    if (part === '.' || part === '..')
      throw new InvalidKeyError(key, `it holds the part '${part}'`);
    if (part.startsWith(HIDDEN_PREFIX)) {
      throw new InvalidKeyError(
        key,
        `parts beginning with '${HIDDEN_PREFIX}' are kept for writes under way`,
      );
    }
  }
  return key;
}
