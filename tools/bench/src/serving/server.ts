import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const READY_WITHIN_MS = 60_000;
/** Linux counts a process's time in ticks of 10 ms: `getconf CLK_TCK` is 100 wherever Node runs. */
const TICK_US = 10_000;
const PAGE_BYTES = 4_096;

/** One server under test, on the first core. */
export interface Server {
  readonly url: string;
  /** What the process has used of the core since it began, in microseconds. */
  cpuUs(): Promise<number>;
  residentBytes(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts a server on core 0, its log into a file (both log every request), and waits for its /ping. */
export async function startServer(
  command: readonly string[],
  { port, logPath }: { readonly port: number; readonly logPath: string },
): Promise<Server> {
  const log = openSync(logPath, 'w');
  const child = spawn('taskset', ['-c', '0', ...command], { stdio: ['ignore', log, log] });
  const exit = once(child, 'exit');
  const url = `http://127.0.0.1:${port}`;
  const deadline = performance.now() + READY_WITHIN_MS;
  const isReady = () =>
    fetch(`${url}/ping`).then(
      ({ status }) => status === 200,
      () => false,
    );
  while (!(await isReady())) {
    if (child.exitCode !== null || performance.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`${command.join(' ')} did not come up; see ${logPath}`);
    }
    await sleep(100);
  }
  const proc = (file: string) => readFile(`/proc/${child.pid}/${file}`, 'utf8');
  return {
    url,
    cpuUs: async () => {
      const stat = await proc('stat');
      // After the name in parentheses, user and system time are the 12th and 13th field
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) * TICK_US;
    },
    residentBytes: async () => Number((await proc('statm')).split(' ')[1]) * PAGE_BYTES,
    stop: async () => {
      child.kill('SIGTERM');
      await exit;
    },
  };
}
