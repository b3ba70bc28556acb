import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PYTHON = fileURLToPath(new URL('../../.venv/bin/python', import.meta.url));
const SCRIPT = fileURLToPath(new URL('../../python/word2vec.py', import.meta.url));

/** What one training cost. */
export interface TrainingCost {
  readonly words: number;
  readonly prepareSeconds: number;
  readonly trainSeconds: number;
  readonly peakBytes: number;
}

/** Runs a program that prints its figures as the last line. */
function measure(file: string, args: readonly string[]): TrainingCost {
  const output = execFileSync(file, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Our own two programs print it
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as TrainingCost;
}

/** gensim in a process of its own, with the arguments of python/word2vec.py. */
export function gensim(args: readonly (string | number)[]): TrainingCost {
  if (!existsSync(PYTHON)) throw new Error(`no ${PYTHON}: run npm run venv -w tools/bench first`);
  return measure(PYTHON, [SCRIPT, ...args.map(String)]);
}
