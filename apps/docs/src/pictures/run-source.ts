import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DocsError } from '../errors.ts';
import { ROOT } from '../repository.ts';

/** A table of results and progress of a whole run fit in this many times over. */
const MOST_OUTPUT_BYTES = 16 * 1024 * 1024;

/** Runs a program of the repository from its sources in a folder, and gives what it printed to stdout. */
export async function runSource(
  program: string,
  args: readonly string[],
  { cwd, exitCodes = [0] }: { readonly cwd: string; readonly exitCodes?: readonly number[] },
): Promise<string> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('LF_'));
  const loader = ['--import', import.meta.resolve('tsx'), '--conditions=@lf/source'];
  const command = program.endsWith('.ts') ? loader : [];
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...command, join(ROOT, program), ...args],
      {
        cwd,
        env: { ...Object.fromEntries(inherited), METAFLOW_HOME: cwd, FORCE_COLOR: '1' },
        maxBuffer: MOST_OUTPUT_BYTES,
      },
    );
    return stdout;
  } catch (error) {
    const { code, stdout } = error as { readonly code?: number; readonly stdout?: string };
    if (code !== undefined && stdout !== undefined && exitCodes.includes(code)) return stdout;
    throw new DocsError(
      'command_failed',
      `A picture needs ${program} ${args.join(' ')}, which failed. Run it by hand to see why.`,
      { cause: error },
    );
  }
}
