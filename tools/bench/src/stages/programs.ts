import { fileURLToPath } from 'node:url';
import type { Command } from './stage.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The interpreters of the peers, and how each is made. */
const PYTHON = at('../../.venv/bin/python');
export const KERAS_PYTHON = at('../../.venv/keras/bin/python');
export const NEEDS_PYTHON = { [PYTHON]: 'npm run venv -w tools/bench' };
export const NEEDS_KERAS = { [KERAS_PYTHON]: 'npm run venv:keras -w tools/bench' };

/** A program of ours, run from source as this one is. */
export function ours(module: string, args: readonly (string | number)[]): Command {
  return {
    file: process.execPath,
    args: [...process.execArgv, at(`../sides/${module}.ts`), ...args.map(String)],
  };
}

/** A program of `python/`. */
export function python(
  script: string,
  args: readonly (string | number)[],
  interpreter: string = PYTHON,
): Command {
  return { file: interpreter, args: [at(`../../python/${script}.py`), ...args.map(String)] };
}
