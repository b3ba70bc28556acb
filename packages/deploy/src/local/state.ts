import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Static, Type } from '@sinclair/typebox';
import { Ajv } from 'ajv';
import { makeDirectory, removeLeftovers, TargetUnwritableError, writeAside } from '@lf/contract';
import {
  EndpointNotFoundError,
  EndpointStateError,
  EndpointStateUnwritableError,
} from '../errors.ts';
import { requireEndpointName } from './name.ts';

/** A version that was served before: where rollbackEndpoint goes back to. */
const versionSchema = Type.Object({
  /** Of the endpoint, then. */
  name: Type.String(),
  bundlePath: Type.String(),
  bundleDigest: Type.String(),
  startedAt: Type.String(),
});

const recordSchema = Type.Object({
  schemaVersion: Type.Literal(1),
  name: Type.String(),
  /** The bundle's kind: one endpoint of a flow succeeds another on its port. */
  flow: Type.Union([Type.Literal('intent'), Type.Literal('rec')]),
  pid: Type.Integer({ minimum: 1 }),
  /** See processStart: with the pid it names one process for ever. */
  processStart: Type.String(),
  host: Type.String(),
  port: Type.Integer({ minimum: 1, maximum: 65_535 }),
  /** Base address, without a slash at its end. */
  url: Type.String(),
  bundlePath: Type.String(),
  bundleDigest: Type.String(),
  command: Type.Array(Type.String()),
  /** See sealSettings: of the environment that the server was started in. */
  settingsSeal: Type.Optional(Type.String()),
  logPath: Type.String(),
  /** ISO 8601. */
  startedAt: Type.String(),
  /** The latest first. */
  previous: Type.Optional(Type.Array(versionSchema)),
  challenger: Type.Optional(
    Type.Object({
      bundlePath: Type.String(),
      bundleDigest: Type.String(),
      share: Type.Number({ minimum: 0, maximum: 1 }),
    }),
  ),
});

export type ServedVersion = Readonly<Static<typeof versionSchema>>;

/** A local endpoint as its state file has it. */
export type EndpointRecord = Readonly<Static<typeof recordSchema>>;

const validate = new Ajv({ strict: true }).compile<EndpointRecord>(recordSchema);
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
  if (validate(value)) return value;
  const [problem] = validate.errors ?? [];
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
