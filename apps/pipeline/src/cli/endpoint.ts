import { listEndpoints, stopEndpoint } from '@lf/deploy';
import type { Command } from 'commander';
import { endpointStateDirectory } from '../datastore.ts';
import { PipelineError } from '../errors.ts';
import { renderTable } from '../report/table.ts';
import { openContext, print, printJson } from './context.ts';
import { withJson } from './flags.ts';

/** `lf endpoint list | stop`. */
export function addEndpointCommand(program: Command): void {
  const endpoint = program.command('endpoint').description('endpoints on this machine: list, stop');
  withJson(
    endpoint
      .command('list', { isDefault: true })
      .description('all endpoints and whether they answer'),
  ).action(list);
  endpoint
    .command('stop')
    .description('stop an endpoint; it finishes its requests first')
    .argument('[name]', 'name of the endpoint (lf endpoint list)')
    .option('--all', 'stop every endpoint of this datastore')
    .action(stop);
}

async function list({ json }: { readonly json?: boolean }): Promise<void> {
  const endpoints = await listEndpoints({ stateDirectory: stateDirectory() });
  if (json === true) {
    printJson(endpoints);
  } else if (endpoints.length === 0) {
    print('No endpoints. `lf run intent` deploys one.');
  } else {
    const rows = endpoints.map(({ name, status, url, pid, startedAt }) => [
      name,
      status,
      url,
      String(pid),
      startedAt.replace('T', ' ').slice(0, 19),
    ]);
    print(renderTable(['endpoint', 'status', 'url', 'pid', 'started (UTC)'], rows));
  }
}

async function stop(name: string | undefined, { all }: { readonly all?: boolean }): Promise<void> {
  const directory = stateDirectory();
  if (name === undefined && all !== true) {
    throw new PipelineError('endpoint_unnamed', 'Stopping an endpoint: give its name, or --all.');
  }
  const names =
    name === undefined
      ? (await listEndpoints({ stateDirectory: directory })).map((endpoint) => endpoint.name)
      : [name];
  if (names.length === 0) print('No endpoints to stop.');
  for (const each of names) {
    const outcome = await stopEndpoint({ name: each, stateDirectory: directory });
    print(
      `${each}: ${outcome === 'was_dead' ? 'was not running; its record is removed' : outcome}`,
    );
  }
}

function stateDirectory(): string {
  return endpointStateDirectory(openContext().store);
}
