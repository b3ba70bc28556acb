import { isPortFree, listEndpoints, type EndpointRecord } from '@lf/deploy';
import { SettingsError } from '../errors.ts';
import { lfCommand } from '../terminal/lf-command.ts';

/**
 * Checks, before a run begins, that its endpoint can have the port that was asked for: a free one, or the one of the
 * endpoint that it replaces.
 *
 * @throws SettingsError that says which program uses the port
 */
export async function requirePort(of: {
  readonly flow: string;
  readonly port: number;
  readonly host: string;
  readonly stateDirectory: string;
  /** Where the port was set. */
  readonly setting: '--port' | 'LF_ENDPOINT_PORT';
}): Promise<void> {
  const { flow, port, host, stateDirectory, setting } = of;
  if (await isPortFree(host, port)) return;
  const owner = await ownerOf(port, stateDirectory);
  if (owner?.flow === flow) return;
  const holder =
    owner === undefined
      ? 'another program has it. Choose another'
      : `the endpoint ${owner.name} of the flow ${owner.flow} has it. Choose another, or stop that one: ${lfCommand('endpoint', 'stop', owner.name)}`;
  const expected = `a free port, or that of an endpoint of the flow ${flow}; ${holder}`;
  throw new SettingsError([{ setting, value: String(port), expected }]);
}

async function ownerOf(port: number, stateDirectory: string): Promise<EndpointRecord | undefined> {
  const listed = await listEndpoints({ stateDirectory });
  return listed.find((endpoint) => endpoint.port === port && endpoint.status !== 'dead');
}
