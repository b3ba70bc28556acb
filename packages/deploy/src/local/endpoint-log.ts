import { readdir, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EndpointNotFoundError } from '../errors.ts';
import { readFileEnd, readFileFrom } from './log-file.ts';
import { isRunning } from './liveness.ts';
import { endpointLogPath, findRecord, readRecords } from './state.ts';

export const DEFAULT_LOG_LINES = 100;
/** About 10,000 lines of our log: to see more, open the file. */
const MAX_BYTES = 2 ** 20;
const POLL_MS = 250;
const SUFFIX = '.log';

/** Which log, and how much of it. */
export interface EndpointLogOptions {
  readonly name: string;
  readonly stateDirectory: string;
  /** The last so many lines, of the last MiB. Default 100. */
  readonly lines?: number;
}

/** What a server printed. */
export interface EndpointLog {
  readonly name: string;
  readonly path: string;
  /** The oldest first. */
  readonly lines: readonly string[];
}

/**
 * The last lines that an endpoint's server printed. An endpoint that was stopped keeps its log, so it has one too.
 *
 * @throws EndpointNotFoundError, which lists the names that have a log; EndpointNameError, EndpointStateError
 */
export async function readEndpointLog(options: EndpointLogOptions): Promise<EndpointLog> {
  const { name, lines = DEFAULT_LOG_LINES } = options;
  const path = await logPathOf(options);
  const { bytes, from } = await readFileEnd(path, MAX_BYTES);
  return { name, path, lines: lastLines(linesOf(bytes, from), lines) };
}

/**
 * The last lines of an endpoint's log, then each new one as it is printed, until the endpoint ends or `signal` aborts.
 *
 * @throws EndpointNotFoundError, EndpointNameError, EndpointStateError
 * @example
 * for await (const line of followEndpointLog({ name, stateDirectory, lines: 0 })) console.log(line);
 */
export async function* followEndpointLog(
  options: EndpointLogOptions & { readonly signal?: AbortSignal },
): AsyncGenerator<string> {
  const { name, lines = DEFAULT_LOG_LINES, signal } = options;
  const path = await logPathOf(options);
  const end = await readFileEnd(path, MAX_BYTES);
  const past = end.bytes.subarray(0, endOfLines(end.bytes));
  yield* lastLines(linesOf(past, end.from), lines);
  let at = end.from + past.length;
  for (;;) {
    // Asked first: what it printed before its end is read after
    const runs = await runsStill(resolve(options.stateDirectory), name);
    const { bytes, from } = await readFileFrom(path, at, MAX_BYTES);
    const isOver = !runs || signal?.aborted === true;
    // A line is given when it is whole, or when nothing follows, or when it is longer than any
    const whole = endOfLines(bytes);
    const taken = whole === 0 && (isOver || bytes.length === MAX_BYTES) ? bytes.length : whole;
    at = from + taken;
    yield* linesOf(bytes.subarray(0, taken), 0);
    if (signal?.aborted === true) return;
    if (taken > 0) continue;
    if (isOver) return;
    await sleep(POLL_MS, undefined, { ...(signal && { signal }) }).catch(() => undefined);
  }
}

/** Names of the endpoints of a folder that have a log, in alphabetical order: those that run, and those that ran. */
export async function listEndpointLogs({
  stateDirectory,
}: Pick<EndpointLogOptions, 'stateDirectory'>): Promise<readonly string[]> {
  const directory = resolve(stateDirectory);
  const records = await readRecords(directory);
  // One that took over a server writes on in the log of its predecessor
  const taken = new Set(records.map(({ logPath }) => basename(logPath)));
  const names = (await readdir(directory).catch(() => []))
    .filter((file) => file.endsWith(SUFFIX) && !taken.has(file))
    .map((file) => file.slice(0, -SUFFIX.length));
  return [...new Set([...records.map(({ name }) => name), ...names])].sort();
}

async function logPathOf({ name, stateDirectory }: EndpointLogOptions): Promise<string> {
  const directory = resolve(stateDirectory);
  const path = (await findRecord(directory, name))?.logPath ?? endpointLogPath(directory, name);
  const found = await stat(path).catch(() => null);
  if (found?.isFile() === true) return path;
  throw new EndpointNotFoundError(name, await listEndpointLogs({ stateDirectory }));
}

async function runsStill(stateDirectory: string, name: string): Promise<boolean> {
  const record = await findRecord(stateDirectory, name);
  return record !== null && (await isRunning(record));
}

/** @param from where they begin in its file: past its beginning, the first line is a part of one */
function linesOf(bytes: Uint8Array, from: number): readonly string[] {
  const lines = Buffer.from(bytes).toString('utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return from > 0 ? lines.slice(1) : lines;
}

/** Behind the last whole line: characters of more bytes are never cut. */
const endOfLines = (bytes: Buffer): number => bytes.lastIndexOf('\n') + 1;

const lastLines = (lines: readonly string[], count: number): readonly string[] =>
  count <= 0 ? [] : lines.slice(-count);
