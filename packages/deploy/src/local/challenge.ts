import { resolve } from 'node:path';
import { inspectBundle } from '@lf/contract';
import { NoChallengerError } from '../errors.ts';
import { CHALLENGER_PATH, DEFAULT_MODEL_PATH, manage } from './manage.ts';
import { requireRecord, writeRecord, type EndpointRecord } from './state.ts';
import { historyOf } from './swap.ts';

interface Endpoint {
  readonly name: string;
  readonly stateDirectory: string;
}

async function opened({ name, stateDirectory }: Endpoint) {
  const directory = resolve(stateDirectory);
  return { directory, record: await requireRecord(directory, name) };
}

/**
 * Gives a share of a running endpoint's requests to another version, in place of the challenger that was there.
 *
 * @param options.share 0 to 1
 * @throws EndpointNotFoundError, EndpointUnmanagedError, ModelRefusedByEndpointError, and what inspectBundle throws
 */
export async function challengeEndpoint(
  options: Endpoint & { readonly bundlePath: string; readonly share: number },
): Promise<EndpointRecord> {
  const { directory, record } = await opened(options);
  const { share } = options;
  const bundlePath = resolve(options.bundlePath);
  const { digest } = await inspectBundle(bundlePath);
  await manage(record, { method: 'PUT', path: CHALLENGER_PATH, body: { url: bundlePath, share } });
  const after = { ...record, challenger: { bundlePath, bundleDigest: digest, share } };
  await writeRecord(directory, after);
  return after;
}

/** Sends the challenger away. @throws EndpointNotFoundError, NoChallengerError, EndpointUnmanagedError */
export async function dismissChallenger(endpoint: Endpoint): Promise<EndpointRecord> {
  const { directory, record } = await opened(endpoint);
  const { challenger, ...after } = record;
  if (!challenger) throw new NoChallengerError(record.name);
  await manage(record, { method: 'DELETE', path: CHALLENGER_PATH });
  await writeRecord(directory, after);
  return after;
}

/**
 * Makes the challenger the champion; rollbackEndpoint undoes it.
 *
 * @param options.now for the record; default: now
 * @throws EndpointNotFoundError, NoChallengerError, EndpointUnmanagedError, ModelRefusedByEndpointError
 */
export async function promoteChallenger(
  endpoint: Endpoint & { readonly now?: Date },
): Promise<EndpointRecord> {
  const { directory, record } = await opened(endpoint);
  const { challenger, ...kept } = record;
  if (!challenger) throw new NoChallengerError(record.name);
  const { bundlePath, bundleDigest } = challenger;
  await manage(record, { method: 'PUT', path: DEFAULT_MODEL_PATH, body: { url: bundlePath } });
  await manage(record, { method: 'DELETE', path: CHALLENGER_PATH });
  const after: EndpointRecord = {
    ...kept,
    bundlePath,
    bundleDigest,
    startedAt: (endpoint.now ?? new Date()).toISOString(),
    previous: [...historyOf(record)],
  };
  await writeRecord(directory, after);
  return after;
}
