import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeployError, EndpointStartError } from '../errors.ts';
import { sealSettings } from './environment.ts';
import { answersPing } from './liveness.ts';
import { processStart } from './process-identity.ts';
import {
  endpointLogPath,
  removeRecord,
  writeRecord,
  writeState,
  type EndpointRecord,
  type ServedVersion,
} from './state.ts';

/** One server to bring up. */
export interface Launch {
  readonly name: string;
  readonly flow: EndpointRecord['flow'];
  readonly command: readonly string[];
  /** The server's whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly bundlePath: string;
  readonly bundleDigest: string;
  readonly host: string;
  readonly port: number;
  readonly stateDirectory: string;
  readonly timeoutMs: number;
  /** The versions that this one succeeds, the latest first. */
  readonly previous?: readonly ServedVersion[];
}

const POLL_MS = 50;
/** SageMaker's limit for one ping. */
const PING_TIMEOUT_MS = 2_000;
/** Enough for a stack trace, short enough for a terminal. */
const LOG_TAIL_CHARS = 2_000;

function addressOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}

/** Follows a child without keeping this process alive. */
function watchEnd(child: ChildProcess): { readonly end: () => string | null } {
  let ended: string | null = null;
  child.once('error', (error) => {
    ended = `its command could not be run (${error.message})`;
  });
  child.once('exit', (code, signal) => {
    ended ??= signal ? `it was ended by ${signal}` : `it ended with exit code ${code}`;
  });
  return { end: () => ended };
}

async function waitUntilReady(url: string, timeoutMs: number, end: () => string | null) {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    if (end() !== null) return end();
    const left = deadline - performance.now();
    const ready = await answersPing(url, Math.max(1, Math.min(PING_TIMEOUT_MS, left)));
    if (ready && end() === null) return null;
    await sleep(POLL_MS);
  }
  return end() ?? `it did not answer ${url}/ping with 200 within ${timeoutMs} ms`;
}

/**
 * Starts a server detached from this process, records it, and waits for its /ping.
 * If it does not come up, it is ended and its record removed.
 *
 * @throws EndpointStartError, EndpointStateUnwritableError
 */
export async function launch(plan: Launch, startedAt: Date): Promise<EndpointRecord> {
  const { name, flow, command, bundlePath, bundleDigest, host, port, stateDirectory } = plan;
  const [program, ...programArguments] = command;
  if (program === undefined)
    throw new DeployError('command_empty', `Endpoint ${name}: no command.`);
  const logPath = endpointLogPath(stateDirectory, name);
  const log = await writeState(stateDirectory, () => open(logPath, 'w'));
  const serverArguments = ['--bundle', bundlePath, '--host', host, '--port', String(port)];
  const child = spawn(program, [...programArguments, ...serverArguments], {
    detached: true,
    env: plan.env,
    stdio: ['ignore', log.fd, log.fd],
    windowsHide: true,
  });
  const { end } = watchEnd(child);
  child.unref();
  await log.close();

  const url = addressOf(host, port);
  const { pid } = child;
  const started = pid === undefined ? null : await processStart(pid);
  let failure: string | null;
  if (pid === undefined || started === null) {
    await sleep(POLL_MS);
    failure = end() ?? 'its process was gone at once';
  } else {
    const record: EndpointRecord = {
      schemaVersion: 1,
      name,
      flow,
      pid,
      processStart: started,
      host,
      port,
      url,
      bundlePath,
      bundleDigest,
      command: [...command],
      settingsSeal: sealSettings(plan.env),
      logPath,
      startedAt: startedAt.toISOString(),
      ...(plan.previous && { previous: [...plan.previous] }),
    };
    await writeRecord(stateDirectory, record);
    failure = await waitUntilReady(url, plan.timeoutMs, end);
    if (failure === null) return record;
  }
  if (end() === null) child.kill('SIGKILL');
  await removeRecord(stateDirectory, name);
  const text = await readFile(logPath, 'utf8').catch(() => '');
  throw new EndpointStartError(name, failure, {
    path: logPath,
    tail: text.slice(-LOG_TAIL_CHARS).trim(),
  });
}
