import { resolve } from 'node:path';
import { inspectBundle } from '@lf/contract';
import {
  EndpointExistsError,
  EndpointStartError,
  PlatformUnsupportedError,
  PortTakenError,
} from '../errors.ts';
import { systemEnvironment } from './environment.ts';
import { launch, type Launch } from './launch.ts';
import { isRunning } from './liveness.ts';
import { requireEndpointName } from './name.ts';
import { findFreePort, isPortFree } from './port.ts';
import {
  findRecord,
  readRecords,
  removeRecord,
  writeRecord,
  type EndpointRecord,
} from './state.ts';
import { DEFAULT_GRACE_MS, stopEndpoint } from './stop.ts';
import { historyOf, swapInPlace } from './swap.ts';

/** SageMaker's port. */
export const DEFAULT_PORT = 8080;
/** Loading the largest of our models takes a few seconds; a busy laptop takes longer. */
export const DEFAULT_START_TIMEOUT_MS = 30_000;

export interface StartEndpointOptions {
  /** See {@link endpointName}. */
  readonly name: string;
  /** The server's program and arguments; `--bundle <path> --host <host> --port <port>` are added. */
  readonly command: readonly string[];
  /**
   * The server's whole environment; it inherits nothing else. Default: what any program needs of this process's own,
   * see {@link systemEnvironment}.
   */
  readonly env?: Readonly<Record<string, string>>;
  /** The `model.tar.gz` to serve. */
  readonly bundlePath: string;
  /** An explicit port must be free or held by an endpoint of the same flow; without one: 8080, else a free one. */
  readonly port?: number;
  readonly host?: string;
  /** Where the record and the log of each endpoint lie. */
  readonly stateDirectory: string;
  /** How long the server may take until /ping answers 200. */
  readonly timeoutMs?: number;
  /** How long a replaced endpoint may finish its requests before it is ended by force. */
  readonly graceMs?: number;
  /** For the record; default: now. */
  readonly startedAt?: Date;
}

interface Place {
  readonly port: number;
  /** The running endpoint of the same flow that holds the port now. */
  readonly predecessor: EndpointRecord | null;
}

async function choosePlace(
  flow: EndpointRecord['flow'],
  host: string,
  { port, stateDirectory }: Pick<StartEndpointOptions, 'port' | 'stateDirectory'>,
): Promise<Place> {
  const wanted = port ?? DEFAULT_PORT;
  if (await isPortFree(host, wanted)) return { port: wanted, predecessor: null };
  let holder = 'another program';
  for (const record of await readRecords(stateDirectory)) {
    if (record.port !== wanted || !(await isRunning(record))) continue;
    if (record.flow === flow) return { port: wanted, predecessor: record };
    holder = `the ${record.flow} endpoint ${record.name}`;
  }
  if (port !== undefined) throw new PortTakenError(host, port, holder);
  return { port: await findFreePort(host), predecessor: null };
}

/** Names end at 63 characters. */
const trialName = (name: string) => `${name.slice(0, 63 - '-trial'.length)}-trial`;

/**
 * The new model first proves on another port that it answers; then the old server stops and a new one takes its port.
 * If that fails at the last moment, the proven server stays, on its other port: the flow is never left without one.
 */
async function succeed(
  predecessor: EndpointRecord,
  plan: Launch,
  { startedAt, graceMs }: { readonly startedAt: Date; readonly graceMs: number },
): Promise<EndpointRecord> {
  const { stateDirectory } = plan;
  const trial = await launch(
    { ...plan, name: trialName(plan.name), port: await findFreePort(plan.host) },
    startedAt,
  );
  try {
    await stopEndpoint({ name: predecessor.name, stateDirectory, graceMs });
  } catch (error) {
    await stopEndpoint({ name: trial.name, stateDirectory, graceMs });
    throw error;
  }
  try {
    const successor = await launch(plan, startedAt);
    await stopEndpoint({ name: trial.name, stateDirectory, graceMs });
    return successor;
  } catch (error) {
    if (!(error instanceof EndpointStartError)) throw error;
    const kept = { ...trial, name: plan.name };
    await writeRecord(stateDirectory, kept);
    await removeRecord(stateDirectory, trial.name);
    return kept;
  }
}

/**
 * Serves a bundle in the background of this machine and returns once it answers.
 *
 * The bundle is checked first. A running endpoint of the same flow on the port is replaced: its server takes the new
 * bundle while it runs if it can and was started by the same command with the same settings, else another process takes its port, but only
 * after it has answered.
 *
 * @returns the endpoint's record; its `port` says where it listens
 * @throws PlatformUnsupportedError, PortTakenError, EndpointStartError, ModelRefusedByEndpointError, EndpointExistsError, EndpointNameError, and what inspectBundle throws
 */
export async function startLocalEndpoint(options: StartEndpointOptions): Promise<EndpointRecord> {
  const { name, command, port, host = '127.0.0.1', timeoutMs = DEFAULT_START_TIMEOUT_MS } = options;
  const { startedAt = new Date(), graceMs = DEFAULT_GRACE_MS } = options;
  const { env = systemEnvironment(process.env) } = options;
  const stateDirectory = resolve(options.stateDirectory);
  const bundlePath = resolve(options.bundlePath);
  if (process.platform === 'win32') throw new PlatformUnsupportedError(process.platform);
  requireEndpointName(name);
  const { manifest, digest } = await inspectBundle(bundlePath);
  const namesake = await findRecord(stateDirectory, name);
  if (namesake && (await isRunning(namesake))) throw new EndpointExistsError(name, namesake.url);

  const flow = manifest.kind;
  const base = {
    name,
    flow,
    command,
    env,
    bundlePath,
    bundleDigest: digest,
    host,
    stateDirectory,
    timeoutMs,
  };
  const place = await choosePlace(flow, host, {
    stateDirectory,
    ...(port !== undefined && { port }),
  });
  const plan = { ...base, port: place.port };
  const { predecessor } = place;
  if (predecessor) {
    const swapped = await swapInPlace(predecessor, plan, startedAt);
    if (swapped) return swapped;
    const successor = { ...plan, previous: historyOf(predecessor) };
    return succeed(predecessor, successor, { startedAt, graceMs });
  }
  try {
    return await launch(plan, startedAt);
  } catch (error) {
    const lostTheRace = port === undefined && !(await isPortFree(host, plan.port));
    if (!lostTheRace) throw error;
    return launch({ ...plan, port: await findFreePort(host) }, startedAt);
  }
}
