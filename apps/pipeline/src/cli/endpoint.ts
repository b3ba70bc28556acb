import {
  challengeEndpoint,
  dismissChallenger,
  listEndpoints,
  promoteChallenger,
  rollbackEndpoint,
  stopEndpoint,
} from '@lf/deploy';
import type { Command } from 'commander';
import { endpointStateDirectory } from '../datastore.ts';
import { PipelineError } from '../errors.ts';
import { renderTable } from '../terminal/table.ts';
import { openContext } from '../settings/context.ts';
import { print, printJson } from '../terminal/print.ts';
import { ratio, withJson } from './flags.ts';

const NAME = 'name of the endpoint (lf endpoint list)';

const HEAD = [
  'endpoint',
  'status',
  'url',
  'pid',
  'deployed (UTC)',
  'challenger',
  'versions before',
];

/** `lf endpoint list | stop | rollback | challenge | promote | dismiss`. */
export function addEndpointCommand(program: Command): void {
  const endpoint = program
    .command('endpoint')
    .description('endpoints on this machine: what they serve, and changing it');
  withJson(
    endpoint
      .command('list', { isDefault: true })
      .description('all endpoints and whether they answer'),
  ).action(list);
  endpoint
    .command('stop')
    .description('stop an endpoint; it finishes its requests first')
    .argument('[name]', NAME)
    .option('--all', 'stop every endpoint of this datastore')
    .action(stop);
  endpoint
    .command('rollback')
    .description('serve the version before again, without a dropped request')
    .argument('<name>', NAME)
    .action(async (name: string) => {
      const { bundlePath } = await rollbackEndpoint(endpointOf(name));
      print(`${name}: serves ${bundlePath} again`);
    });
  endpoint
    .command('challenge')
    .description('give another version a share of the requests')
    .argument('<name>', NAME)
    .argument('<bundle>', 'a model.tar.gz')
    .requiredOption('--share <r>', 'share of the requests, 0 to 1', ratio)
    .action(async (name: string, bundlePath: string, { share }: { readonly share: number }) => {
      await challengeEndpoint({ ...endpointOf(name), bundlePath, share });
      print(`${name}: ${bundlePath} answers ${share * 100} % of the requests`);
    });
  endpoint
    .command('promote')
    .description('put the challenger in the place of the serving version')
    .argument('<name>', NAME)
    .action(async (name: string) => {
      const { bundlePath } = await promoteChallenger(endpointOf(name));
      print(`${name}: serves ${bundlePath}; lf endpoint rollback ${name} undoes it`);
    });
  endpoint
    .command('dismiss')
    .description('send the challenger away')
    .argument('<name>', NAME)
    .action(async (name: string) => {
      await dismissChallenger(endpointOf(name));
      print(`${name}: its challenger is gone`);
    });
}

const endpointOf = (name: string) => ({ name, stateDirectory: stateDirectory() });

async function list({ json }: { readonly json?: boolean }): Promise<void> {
  const endpoints = await listEndpoints({ stateDirectory: stateDirectory() });
  if (json === true) {
    printJson(endpoints);
  } else if (endpoints.length === 0) {
    print('No endpoints. `lf run intent` deploys one.');
  } else {
    const rows = endpoints.map(({ name, status, url, pid, startedAt, challenger, previous }) => [
      name,
      status,
      url,
      String(pid),
      startedAt.replace('T', ' ').slice(0, 19),
      challenger ? `${challenger.share * 100} %` : '-',
      String(previous?.length ?? 0),
    ]);
    print(renderTable(HEAD, rows));
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
