import { EndpointUnmanagedError } from '../errors.ts';
import { hasSameSettings } from './environment.ts';
import type { Launch } from './launch.ts';
import { CHALLENGER_PATH, DEFAULT_MODEL_PATH, manage } from './manage.ts';
import { removeRecord, writeRecord, type EndpointRecord, type ServedVersion } from './state.ts';

/** Enough to go back over a bad week, few enough to read. */
const KEPT_VERSIONS = 10;

/** What an endpoint serves now, as it is remembered for a rollback. */
function versionOf(record: EndpointRecord): ServedVersion {
  const { name, bundlePath, bundleDigest, startedAt } = record;
  return { name, bundlePath, bundleDigest, startedAt };
}

/** The versions that a successor of this endpoint can go back to, the latest first. */
export function historyOf(record: EndpointRecord): readonly ServedVersion[] {
  return [versionOf(record), ...(record.previous ?? [])].slice(0, KEPT_VERSIONS);
}

const sameCommand = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((part, index) => part === b[index]);

/**
 * Puts the new bundle into the running server of the predecessor, which drops no request.
 *
 * @returns null if that server was started in another way or with other settings, or does not take bundles while it runs
 * @throws ModelRefusedByEndpointError: the old version serves on
 */
export async function swapInPlace(
  predecessor: EndpointRecord,
  { name, command, env, host, bundlePath, bundleDigest, stateDirectory }: Launch,
  startedAt: Date,
): Promise<EndpointRecord | null> {
  if (!sameCommand(predecessor.command, command) || predecessor.host !== host) return null;
  // A running server keeps the settings that it was started with, a key among them
  if (!hasSameSettings(predecessor.settingsSeal, env)) return null;
  try {
    const body = { url: bundlePath };
    await manage(predecessor, { method: 'PUT', path: DEFAULT_MODEL_PATH, body });
    // A challenger was measured against the version that has gone
    if (predecessor.challenger) {
      await manage(predecessor, { method: 'DELETE', path: CHALLENGER_PATH });
    }
  } catch (error) {
    if (error instanceof EndpointUnmanagedError) return null;
    throw error;
  }
  const { challenger: _gone, ...kept } = predecessor;
  const record: EndpointRecord = {
    ...kept,
    name,
    bundlePath,
    bundleDigest,
    startedAt: startedAt.toISOString(),
    previous: [...historyOf(predecessor)],
  };
  await writeRecord(stateDirectory, record);
  if (name !== predecessor.name) await removeRecord(stateDirectory, predecessor.name);
  return record;
}
