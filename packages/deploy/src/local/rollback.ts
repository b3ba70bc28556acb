import { resolve } from 'node:path';
import { NoPreviousVersionError } from '../errors.ts';
import { CHALLENGER_PATH, DEFAULT_MODEL_PATH, manage } from './manage.ts';
import { requireRecord, writeRecord, type EndpointRecord } from './state.ts';

/**
 * Goes back to the version that an endpoint served before, without a dropped request; again, to the one before that.
 *
 * @returns the endpoint's new record
 * @throws EndpointNotFoundError, NoPreviousVersionError, EndpointUnmanagedError; ModelRefusedByEndpointError if the old
 * bundle is gone or damaged: the present version serves on
 */
export async function rollbackEndpoint(options: {
  readonly name: string;
  readonly stateDirectory: string;
}): Promise<EndpointRecord> {
  const stateDirectory = resolve(options.stateDirectory);
  const record = await requireRecord(stateDirectory, options.name);
  const [version, ...previous] = record.previous ?? [];
  if (!version) throw new NoPreviousVersionError(record.name);
  const { bundlePath, bundleDigest, startedAt } = version;
  await manage(record, { method: 'PUT', path: DEFAULT_MODEL_PATH, body: { url: bundlePath } });
  const { challenger, ...kept } = record;
  if (challenger) await manage(record, { method: 'DELETE', path: CHALLENGER_PATH });
  const after: EndpointRecord = { ...kept, bundlePath, bundleDigest, startedAt, previous };
  await writeRecord(stateDirectory, after);
  return after;
}
