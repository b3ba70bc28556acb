import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  makeDirectory,
  removeLeftovers,
  schemaCheck,
  TargetUnwritableError,
  writeAside,
} from '@lf/contract';
import {
  EndpointNotFoundError,
  EndpointStateError,
  EndpointStateUnwritableError,
} from '../errors.ts';
import { requireEndpointName } from './name.ts';

/** A version that was served before: where rollbackEndpoint goes back to. */
export interface ServedVersion {
  /** Of the endpoint, then. */
  readonly name: string;
  readonly bundlePath: string;
  readonly bundleDigest: string;
  readonly startedAt: string;
}

/** A local endpoint as its state file has it. */
export interface EndpointRecord {
  readonly schemaVersion: 1;
  readonly name: string;
  /** The bundle's kind: one endpoint of a flow succeeds another on its port. */
  readonly flow: 'intent' | 'rec';
  readonly pid: number;
  /** See processStart: with the pid it names one process for ever. */
  readonly processStart: string;
  readonly host: string;
  readonly port: number;
  /** Base address, without a slash at its end. */
  readonly url: string;
  readonly bundlePath: string;
  readonly bundleDigest: string;
  readonly command: readonly string[];
  /** See sealSettings: of the environment that the server was started in. */
  readonly settingsSeal?: string;
  readonly logPath: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** The latest first. */
  readonly previous?: readonly ServedVersion[];
  readonly challenger?: {
    readonly bundlePath: string;
    readonly bundleDigest: string;
    /** Of the requests, 0 to 1. */
    readonly share: number;
  };
}

const text = { type: 'string' };

const isRecord = schemaCheck<EndpointRecord>({
  type: 'object',
  required: [
    'schemaVersion',
    'name',
    'flow',
    'pid',
    'processStart',
    'host',
    'port',
    'url',
    'bundlePath',
    'bundleDigest',
    'command',
    'logPath',
    'startedAt',
  ],
  properties: {
    schemaVersion: { const: 1 },
    name: text,
    flow: { enum: ['intent', 'rec'] },
    pid: { type: 'integer', minimum: 1 },
    processStart: text,
    host: text,
    port: { type: 'integer', minimum: 1, maximum: 65_535 },
    url: text,
    bundlePath: text,
    bundleDigest: text,
    command: { type: 'array', items: text },
    settingsSeal: text,
    logPath: text,
    startedAt: text,
    previous: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'bundlePath', 'bundleDigest', 'startedAt'],
        properties: { name: text, bundlePath: text, bundleDigest: text, startedAt: text },
      },
    },
    challenger: {
      type: 'object',
      required: ['bundlePath', 'bundleDigest', 'share'],
      properties: {
        bundlePath: text,
        bundleDigest: text,
        share: { type: 'number', minimum: 0, maximum: 1 },
      },
    },
  },
});
const SUFFIX = '.endpoint.json';
/** What earlier versions wrote aside; it names no owner, so it goes when it is a day old. */
const EARLIER_WRITE = /\.endpoint\.json\.\d+\.part$/;

function statePath(stateDirectory: string, name: string): string {
  requireEndpointName(name);
  return join(stateDirectory, `${name}${SUFFIX}`);
}

async function unlessMissing<Value>(path: string, reading: Promise<Value>): Promise<Value | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new EndpointStateError(path, String(error), { cause: error });
  }
}

/** Where the server of that name writes what it has to say. */
export function endpointLogPath(stateDirectory: string, name: string): string {
  requireEndpointName(name);
  return join(stateDirectory, `${name}.log`);
}

/** Writes aside, then renames: a reader never sees half a record. */
export async function writeRecord(stateDirectory: string, record: EndpointRecord): Promise<void> {
  const path = statePath(stateDirectory, record.name);
  await writeState(stateDirectory, () =>
    writeAside('Keeping the state of an endpoint in', path, (aside) =>
      writeFile(aside, `${JSON.stringify(record, null, 2)}\n`, { flush: true }),
    ),
  );
}

/**
 * Writes into the state directory, which is made if need be; what killed processes left in it goes.
 *
 * @throws EndpointStateUnwritableError
 */
export async function writeState<Value>(
  stateDirectory: string,
  write: () => Promise<Value>,
): Promise<Value> {
  try {
    await makeDirectory(stateDirectory);
    await removeLeftovers(stateDirectory, '', EARLIER_WRITE);
    return await write();
  } catch (error) {
    const cause = error instanceof TargetUnwritableError ? error.cause : error;
    throw new EndpointStateUnwritableError(stateDirectory, { cause });
  }
}

export async function removeRecord(stateDirectory: string, name: string): Promise<void> {
  await rm(statePath(stateDirectory, name), { force: true });
}

/** @returns null if no endpoint of that name is recorded */
export async function findRecord(
  stateDirectory: string,
  name: string,
): Promise<EndpointRecord | null> {
  const path = statePath(stateDirectory, name);
  const text = await unlessMissing(path, readFile(path, 'utf8'));
  if (text === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new EndpointStateError(path, 'expected JSON', { cause: error });
  }
  if (isRecord(value)) return value;
  const [problem] = isRecord.errors;
  throw new EndpointStateError(
    path,
    `expected an endpoint's record, but ${problem?.instancePath ?? '/'} ${problem?.message ?? 'differs'}`,
  );
}

/** All records, oldest first. */
export async function readRecords(stateDirectory: string): Promise<EndpointRecord[]> {
  const entries = await unlessMissing(stateDirectory, readdir(stateDirectory));
  const names = (entries ?? [])
    .filter((entry) => entry.endsWith(SUFFIX))
    .map((entry) => entry.slice(0, -SUFFIX.length));
  const records = await Promise.all(names.map((name) => findRecord(stateDirectory, name)));
  return records
    .filter((record) => record !== null)
    .sort((a, b) => a.startedAt.localeCompare(b.startedAt) || a.name.localeCompare(b.name));
}

/** @throws EndpointNotFoundError, which lists the names that are there */
export async function requireRecord(stateDirectory: string, name: string): Promise<EndpointRecord> {
  const record = await findRecord(stateDirectory, name);
  if (record) return record;
  const known = await readRecords(stateDirectory);
  throw new EndpointNotFoundError(
    name,
    known.map((other) => other.name),
  );
}
