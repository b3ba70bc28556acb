import { PipelineError } from '../errors.ts';

/** Where this process has said already that its output goes nowhere. */
let isTold = false;

/**
 * Takes what becomes of the output as an end of the output alone: who reads no further, as `head` does, wants no more
 * and is no fault; a disk that takes no more is told once, and the exit code says so.
 */
export function guardOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return;
      process.exitCode = 1;
      if (isTold || stream === process.stderr) return;
      isTold = true;
      process.stderr.write(`error Writing the output: the system refused it (${error.code}).\n`);
    });
  }
}

/** They start processes of their own, which they end by their group. */
const WITH_PROCESSES: readonly string[] = ['run', 'resume', 'step', 'endpoint'];

/** @throws PipelineError where a command needs what the system has not: a run would fail at its last step else */
export function requireSystem(command: string | undefined): void {
  if (process.platform !== 'win32' || !WITH_PROCESSES.includes(command ?? '')) return;
  throw new PipelineError(
    'platform_unsupported',
    `Starting lf ${command}: expected Linux or macOS, got ${process.platform}, which has no POSIX process groups to end steps ` +
      'and endpoints with. Use WSL 2 or a container.',
  );
}

/** @throws PipelineError where the working directory was removed: `.env` and relative paths are looked for there */
export function requireWorkingDirectory(): void {
  try {
    process.cwd();
  } catch (cause) {
    throw new PipelineError(
      'no_working_directory',
      'Starting: expected the working directory to be there, but it was removed. Change to another one.',
      { cause },
    );
  }
}
