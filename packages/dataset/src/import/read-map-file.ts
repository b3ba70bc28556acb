import { readFile } from 'node:fs/promises';
import { systemCodeOf } from '../faults/system-codes.ts';
import { InvalidImportMapError } from './import-errors.ts';
import type { ImportMap } from './map/import-map.ts';
import { parseImportMap } from './map/parse-import-map.ts';

/**
 * The import map in a JSON file.
 *
 * @throws InvalidImportMapError if the file cannot be read, is no JSON, or has wrong keys.
 */
export async function readMapFile(path: string): Promise<ImportMap> {
  let json: unknown;
  try {
    json = JSON.parse((await readFile(path, 'utf8')).replace(/^\ufeff/, ''));
  } catch (cause) {
    const code = systemCodeOf(cause);
    const got =
      cause instanceof SyntaxError
        ? `text that is no JSON (${cause.message})`
        : code === 'ENOENT'
          ? 'no such file'
          : `a file that the system does not let be read (${code ?? 'unknown'})`;
    throw new InvalidImportMapError(
      `Reading the import map ${path}: expected a JSON file, got ${got}. Correct it, or let --guess propose a map.`,
      [],
      { cause },
    );
  }
  return parseImportMap(json, `the import map ${path}`);
}
