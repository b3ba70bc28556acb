import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { CommandError } from './errors.ts';
import type { Environment } from '@lf/serving';

/** The lockfile pins the AWS SDK, so its advice on later versions does not concern the user of a command. */
const QUIET = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };

/**
 * The environment with the workspace's `.env` over it: the file wins, as in every command of Local Flow.
 *
 * @param environment - such as process.env
 * @param dotEnvPath - a missing file is no error, an empty value in it counts as not set
 */
export function loadEnvironment(
  environment: Environment,
  dotEnvPath: string,
): Record<string, string | undefined> {
  return { ...QUIET, ...environment, ...readDotEnv(dotEnvPath) };
}

const REASONS: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder',
  EACCES: 'this user may not read it',
};

/** @throws CommandError */
function readDotEnv(path: string): Environment {
  const refused = (reason: string) =>
    new CommandError(`Reading ${path}: expected a text file of settings, but ${reason}.`);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT') return {};
    throw refused(REASONS[code] ?? `it cannot be read (${code})`);
  }
  if (text.includes('\0')) throw refused('it holds zero bytes: save it as UTF-8');
  return Object.fromEntries(Object.entries(parseEnv(text)).filter(([, value]) => value !== ''));
}
