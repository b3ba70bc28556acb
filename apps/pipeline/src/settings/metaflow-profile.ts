import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '@lf/deploy';
import type { SettingsProblem } from '../errors.ts';

/** What Metaflow's configuration file sets, and where it is. */
export interface MetaflowProfile {
  readonly path: string;
  /** Its texts, numbers and booleans, as texts. */
  readonly values: Environment;
}

/** Later versions of Metaflow call the root so. */
const NAMES_OF_OURS: Readonly<Record<string, string>> = {
  METAFLOW_DATATOOLS_S3ROOT: 'METAFLOW_DATATOOLS_SYSROOT_S3',
};

/**
 * Reads what `metaflow configure` wrote, by Metaflow's own rules: `config_<METAFLOW_PROFILE>.json`, or `config.json`
 * without a profile, in METAFLOW_HOME or `~/.metaflowconfig`.
 *
 * @param environment with `.env` over it
 * @returns undefined where no profile is named and there is no `config.json`; the problem where a file cannot be used
 */
export function readMetaflowProfile(
  environment: Environment,
): MetaflowProfile | { readonly problem: SettingsProblem } | undefined {
  const profile = environment['METAFLOW_PROFILE'] ?? '';
  const home = (environment['METAFLOW_HOME'] || '~/.metaflowconfig').replace(
    /^~(?=$|[/\\])/,
    homedir(),
  );
  const path = join(home, profile === '' ? 'config.json' : `config_${profile}.json`);
  const problem = (expected: string) => ({
    problem:
      profile === ''
        ? { setting: 'METAFLOW_HOME', value: home, expected }
        : { setting: 'METAFLOW_PROFILE', value: profile, expected },
  });
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR';
    if (isMissing && profile === '') return undefined;
    return problem(
      isMissing
        ? `a profile of Metaflow, and there is no ${path}; \`metaflow configure aws --profile ${profile}\` writes it`
        : `a file that can be read, and ${path} cannot (${code})`,
    );
  }
  const json = parsed(text);
  return json === undefined
    ? problem(
        `a JSON object of Metaflow's settings in ${path}; \`metaflow configure show\` reads it`,
      )
    : { path, values: json };
}

function parsed(text: string): Environment | undefined {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
    const values: Record<string, string> = {};
    for (const [name, value] of Object.entries(json)) {
      if (!['string', 'number', 'boolean'].includes(typeof value)) continue;
      const ours = NAMES_OF_OURS[name];
      if (ours === undefined) values[name] = String(value);
      else values[ours] ??= String(value);
    }
    return values;
  } catch {
    return undefined;
  }
}
