import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** How a program ended, and what it said. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Why there was no process; null: there was one. */
  readonly startError: string | null;
  readonly stdout: string;
  /** The last lines of stderr. */
  readonly errorLines: readonly string[];
}

/** So many lines are kept: what a program says for hours shall not fill the memory. */
const MOST_LINES = 200;

/** Runs a program to its end, in the process group of this one: what ends the group ends it. */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: { readonly env: NodeJS.ProcessEnv; readonly onErrorLine: (line: string) => void },
): Promise<ProgramEnd> {
  const child = spawn(file, args, { env: options.env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const errorLines: string[] = [];
  const lines = createInterface({ input: child.stderr, crlfDelay: Infinity });
  lines.on('line', (line) => {
    errorLines.push(line);
    if (errorLines.length > MOST_LINES) errorLines.shift();
    options.onErrorLine(line);
  });
  let startError: string | null = null;
  child.once('error', (error) => (startError = error.message));
  const read = once(lines, 'close');
  const [code, signal] = (await once(child, 'close').catch(() => [null, null])) as [
    number | null,
    NodeJS.Signals | null,
  ];
  if (startError === null) await read;
  return { code, signal, startError, stdout, errorLines };
}
