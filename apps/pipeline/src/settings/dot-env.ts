import { readFileSync } from 'node:fs';
import type { Environment } from '@lf/deploy';
import { parse } from 'dotenv';

/** What an `.env` file sets; a missing one sets nothing. */
export function readDotEnv(path: string): Environment {
  try {
    return parse(readFileSync(path));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}

/**
 * The environment with `.env` over it, in which a value that is not empty wins: what programs that this one starts are
 * handed, and what libraries read that know no settings of ours.
 */
export function mergeEnvironment(environment: Environment, dotEnvPath: string): Environment {
  const fromFile = Object.entries(readDotEnv(dotEnvPath)).filter(([, value]) => value !== '');
  return { ...environment, ...Object.fromEntries(fromFile) };
}
