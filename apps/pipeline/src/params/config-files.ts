import { resolve } from 'node:path';
import { digestNow, readJson } from '../settings/read-json.ts';

/** What a file decides, and the flag of `lf resume` that names another one. */
export const CONFIG_FLAGS = {
  config: { flag: '--config', what: 'model configuration' },
  sweep: { flag: '--sweep', what: 'sweep' },
  suite: { flag: '--suite', what: 'expectation suite' },
} as const;

export type ConfigRole = keyof typeof CONFIG_FLAGS;

/** A file that a run was made of; the run keeps what it read, the digest tells whether the file is still that. */
export interface ConfigFile {
  readonly role: ConfigRole;
  /** What a flag has to say to name it: its path, or one with `{}` for the model. */
  readonly name: string;
  readonly path: string;
  /** Of its bytes, in hex. */
  readonly sha256: string;
}

/** The JSON of a configuration file, and what a run records of it. */
export interface ReadConfigFile {
  readonly json: unknown;
  readonly file: ConfigFile;
}

/**
 * Reads a configuration file.
 *
 * @param path as the flag or the setting has it
 * @param options.name where the path was made of another text
 * @throws PipelineError
 */
export async function readConfigFile(
  role: ConfigRole,
  path: string,
  options: { readonly what?: string; readonly name?: string } = {},
): Promise<ReadConfigFile> {
  const { what = `the ${CONFIG_FLAGS[role].what}`, name = path } = options;
  const { json, sha256 } = await readJson(path, what);
  return { json, file: { role, name: resolve(name), path: resolve(path), sha256 } };
}

/** How a file is now, compared with what was read: null if it is the same. */
export async function changeOf({ path, sha256 }: ConfigFile): Promise<'changed' | 'gone' | null> {
  const now = await digestNow(path);
  if (now === sha256) return null;
  return now === null ? 'gone' : 'changed';
}

/** What a run's record says of its files; an earlier version recorded none. */
export function configFilesIn(value: unknown): readonly ConfigFile[] {
  return Array.isArray(value) ? value.filter(isConfigFile) : [];
}

function isConfigFile(value: unknown): value is ConfigFile {
  if (typeof value !== 'object' || value === null) return false;
  const parts = new Map<string, unknown>(Object.entries(value));
  const role = parts.get('role');
  return (
    typeof role === 'string' &&
    Object.hasOwn(CONFIG_FLAGS, role) &&
    ['name', 'path', 'sha256'].every((part) => typeof parts.get(part) === 'string')
  );
}
