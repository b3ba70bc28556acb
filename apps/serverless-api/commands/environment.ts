import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Environment } from '../src/settings.ts';

/** The lockfile pins the AWS SDK, so its advice on later versions is not for who runs a command. */
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

function readDotEnv(path: string): Environment {
  try {
    const values = parseEnv(readFileSync(path, 'utf8'));
    return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}
