import { findIdleEndpoints } from '@lf/deploy';
import { lfCommand } from '../terminal/lf-command.ts';

/**
 * A line for each endpoint of a folder that runs though nobody has asked it for a day, so that none is forgotten. None where
 * they cannot be looked at: it is no reason for a run to fail.
 */
export async function idleEndpointLines(stateDirectory: string): Promise<readonly string[]> {
  const idle = await findIdleEndpoints({ stateDirectory }).catch(() => []);
  return idle.map(
    ({ name, url, idleSince }) =>
      `note: nobody has asked the endpoint ${name} at ${url} since ${minuteOf(idleSince)} UTC; stop it: ${lfCommand('endpoint', 'stop', name)}`,
  );
}

const ISO_TO_MINUTES_CHARS = 16;

const minuteOf = (iso: string): string => iso.replace('T', ' ').slice(0, ISO_TO_MINUTES_CHARS);
