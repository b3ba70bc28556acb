import { resolve } from 'node:path';
import { isRunning } from './liveness.ts';
import { readRecords, type EndpointRecord } from './state.ts';

/**
 * The running endpoint of a flow that a new deploy is compared with and takes the place of: the one on the port, else
 * the latest.
 *
 * @returns null if none runs
 */
export async function findChampion(options: {
  readonly flow: EndpointRecord['flow'];
  readonly stateDirectory: string;
  readonly port?: number;
}): Promise<EndpointRecord | null> {
  const { flow, port } = options;
  const records = await readRecords(resolve(options.stateDirectory));
  const candidates = records.filter((record) => record.flow === flow).reverse();
  const onPort = candidates.filter((record) => record.port === port);
  for (const record of port === undefined ? candidates : onPort) {
    if (await isRunning(record)) return record;
  }
  return null;
}
