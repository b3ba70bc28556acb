import { execFileSync } from 'node:child_process';
import type { Command, Outcome } from '../stages/stage.ts';

/** Runs a program in a process of its own, so that its peak of memory is its own. */
export function measure({ file, args }: Command): Outcome {
  const output = execFileSync(file, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 26,
  });
  // Programs of this folder print it
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Outcome;
}
