import { symlinkSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UnreadableSourceError } from '../errors.ts';
import { text } from '../sql/quote.ts';
import { cutShort } from '../shown.ts';
import type { Opened } from './engine.ts';
import { describeSource, pathsOf } from './source.ts';
import type { Source } from './source.ts';

const PATTERN = /[*?[]/;
const ADDRESS = /^([a-z][a-z0-9+.-]+):\/\//i;

async function kindOf(path: string): Promise<'file' | 'directory' | 'other' | 'nothing' | Error> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return 'directory';
    return found.isFile() ? 'file' : 'other';
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'nothing';
    return cause instanceof Error ? cause : new Error(String(cause));
  }
}

/** Why a path is no file; throws it. */
function refuse(source: Source, path: string, reason: string, cause?: unknown): never {
  throw new UnreadableSourceError(describeSource(source), `${cutShort(path, 1000)} ${reason}`, {
    cause,
  });
}

function localPath(source: Source, given: string): string {
  const scheme = ADDRESS.exec(given)?.[1]?.toLowerCase();
  if (scheme === undefined) return given;
  if (scheme === 'file') return fileURLToPath(given);
  return refuse(
    source,
    given,
    'is an address, and nothing is fetched from the network: give a file of this machine, or read it with a DuckDB connection of your own ({ relation, connection }).',
  );
}

/** The files that one path or pattern names. */
async function filesOf(source: Source, given: string, { connection }: Opened): Promise<string[]> {
  const path = localPath(source, given);
  const kind = await kindOf(path);
  if (kind === 'file') return [path];
  if (kind === 'directory') {
    return refuse(source, path, `is a directory: name its files, such as ${join(path, '*')}.`);
  }
  if (kind === 'other') return refuse(source, path, 'is no regular file.');
  if (kind instanceof Error) {
    return refuse(source, path, `cannot be opened (${kind.message}).`, kind);
  }
  if (!PATTERN.test(path)) return refuse(source, path, 'does not exist.');
  const found = await connection.runAndReadAll(`SELECT file FROM glob(${text(path)}) ORDER BY ALL`);
  const files = found.getRows().map(([file]) => String(file));
  return files.length === 0 ? refuse(source, path, 'matches no file.') : files;
}

/** DuckDB takes every path for a pattern, so a file with such letters gets another name. */
function plainName(file: string, at: number, opened: Opened): string {
  if (!PATTERN.test(file)) return file;
  const link = join(opened.workFolder(), `file-${at}`);
  symlinkSync(resolve(file), link);
  return link;
}

/** Finds the files of a source before DuckDB is confined to them; throws UnreadableSourceError. */
export async function resolveSource<S extends Source>(source: S, opened: Opened): Promise<S> {
  const paths = pathsOf(source);
  if (paths === null) return source;
  const files: string[] = [];
  for (const path of paths) {
    for (const file of await filesOf(source, path, opened)) files.push(file);
  }
  const named = files.map((file, at) => plainName(file, at, opened));
  const kind = (['parquet', 'csv', 'jsonl'] as const).find((each) => each in source);
  return { ...source, [kind ?? '']: named };
}

/** The files of resolved sources. */
export function filesIn(sources: readonly Source[]): readonly string[] {
  return sources.flatMap((source) => pathsOf(source) ?? []);
}
