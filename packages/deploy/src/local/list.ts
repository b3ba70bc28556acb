import { answersPing, isRunning } from './liveness.ts';
import { readRecords, type EndpointRecord } from './state.ts';

/** `live` answers; `unresponsive` runs but does not answer /ping with 200; `dead` does not run. */
export type EndpointStatus = 'live' | 'unresponsive' | 'dead';

export interface ListedEndpoint extends EndpointRecord {
  readonly status: EndpointStatus;
}

/**
 * All recorded endpoints, oldest first, with what they are up to now.
 *
 * @param options.pingTimeoutMs how long each may take to answer
 * @throws EndpointStateError for a state file that is damaged
 */
export async function listEndpoints({
  stateDirectory,
  pingTimeoutMs = 2_000,
}: {
  readonly stateDirectory: string;
  readonly pingTimeoutMs?: number;
}): Promise<ListedEndpoint[]> {
  const records = await readRecords(stateDirectory);
  return Promise.all(
    records.map(async (record): Promise<ListedEndpoint> => {
      if (!(await isRunning(record))) return { ...record, status: 'dead' };
      const answers = await answersPing(record.url, pingTimeoutMs);
      return { ...record, status: answers ? 'live' : 'unresponsive' };
    }),
  );
}
