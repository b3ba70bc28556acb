import { challengeEndpoint } from '@lf/deploy';
import type { Command } from 'commander';
import {
  dismissPlaced,
  endpointPlaces,
  listPlaced,
  promotePlaced,
  rollbackPlaced,
  stopPlaced,
  type EndpointPlaces,
  type PlacedEndpoint,
} from '../deploy/endpoint-places.ts';
import { PipelineError } from '../errors.ts';
import { renderTable } from '../terminal/table.ts';
import { openContext } from '../settings/context.ts';
import { print, printJson } from '../terminal/print.ts';
import { addEndpointAskCommand } from './endpoint-ask.ts';
import { addEndpointLogsCommand } from './endpoint-logs.ts';
import { addEndpointTransformCommand } from './endpoint-transform.ts';
import { ratio, withJson } from './flags.ts';
import { lfCommand } from '../terminal/lf-command.ts';

const NAME = 'name of the endpoint (lf endpoint list)';

interface PlaceFlags {
  readonly sagemaker?: boolean;
}

const withPlace = (command: Command) =>
  command.option('--sagemaker', 'also look in SageMaker, even if it is not set');

const HEAD = [
  'endpoint',
  'status',
  'url',
  'pid',
  'deployed (UTC)',
  'challenger',
  'versions before',
];

/** `lf endpoint list | logs | stop | rollback | challenge | promote | dismiss | transform | ask`. */
export function addEndpointCommand(program: Command): void {
  const endpoint = program
    .command('endpoint')
    .description('list and change the endpoints on this machine and in SageMaker');
  addEndpointLogsCommand(endpoint);
  addEndpointTransformCommand(endpoint);
  addEndpointAskCommand(endpoint);
  withJson(
    withPlace(
      endpoint
        .command('list', { isDefault: true })
        .description('list all endpoints, and whether they answer'),
    ),
  ).action(list);
  withPlace(endpoint.command('stop'))
    .description('stop an endpoint; it finishes its requests first')
    .argument('[name]', NAME)
    .option('--all', 'stop every endpoint of this datastore')
    .action(stop);
  withPlace(endpoint.command('rollback'))
    .description('go back to the previous version without dropping a request')
    .argument('<name>', NAME)
    .action(async (name: string, flags: PlaceFlags) => {
      print(`${name}: serves ${await rollbackPlaced(places(flags), name)} again`);
    });
  endpoint
    .command('challenge')
    .description('give another version a share of the requests')
    .argument('<name>', NAME)
    .argument('<bundle>', 'a model.tar.gz')
    .requiredOption('--share <r>', 'share of the requests, 0 to 1', ratio)
    .action(async (name: string, bundlePath: string, { share }: { readonly share: number }) => {
      const { stateDirectory } = places({});
      await challengeEndpoint({ name, stateDirectory, bundlePath, share });
      print(`${name}: ${bundlePath} answers ${share * 100} % of the requests`);
    });
  withPlace(endpoint.command('promote'))
    .description('replace the serving version with the challenger')
    .argument('<name>', NAME)
    .action(async (name: string, flags: PlaceFlags) => {
      const bundle = await promotePlaced(places(flags), name);
      print(`${name}: serves ${bundle}; ${lfCommand('endpoint', 'rollback', name)} undoes it`);
    });
  withPlace(endpoint.command('dismiss'))
    .description('remove the challenger; the serving version gets all requests again')
    .argument('<name>', NAME)
    .action(async (name: string, flags: PlaceFlags) => {
      await dismissPlaced(places(flags), name);
      print(`${name}: the challenger is removed`);
    });
}

const places = ({ sagemaker }: PlaceFlags): EndpointPlaces =>
  endpointPlaces(openContext(), sagemaker === true, (line) => process.stderr.write(`${line}\n`));

async function list({ json, ...flags }: PlaceFlags & { readonly json?: boolean }): Promise<void> {
  const endpoints = await listPlaced(places(flags));
  if (json === true) {
    printJson(endpoints);
  } else if (endpoints.length === 0) {
    print(`No endpoints. This deploys one: ${lfCommand('run', 'intent')}`);
  } else {
    const rows = endpoints.map(rowOf);
    print(renderTable(HEAD, rows));
  }
}

const ISO_TO_SECONDS_CHARS = 19;

function rowOf(endpoint: PlacedEndpoint): readonly string[] {
  const since = (iso: string) => iso.replace('T', ' ').slice(0, ISO_TO_SECONDS_CHARS);
  if (endpoint.place === 'sagemaker') {
    const { name, status, region, createdAt } = endpoint;
    return [name, status, `SageMaker in ${region}`, '-', since(createdAt), '-', '-'];
  }
  const { name, status, url, pid, startedAt, challenger, previous } = endpoint;
  return [
    ...[name, status, url, String(pid), since(startedAt)],
    challenger ? `${challenger.share * 100} %` : '-',
    String(previous?.length ?? 0),
  ];
}

async function stop(
  name: string | undefined,
  { all, ...flags }: PlaceFlags & { readonly all?: boolean },
): Promise<void> {
  if (name === undefined && all !== true) {
    throw new PipelineError(
      'endpoint_unnamed',
      'Stopping an endpoint: expected its name, or --all.',
    );
  }
  const here = places(flags);
  const names =
    name === undefined ? (await listPlaced(here)).map((endpoint) => endpoint.name) : [name];
  if (names.length === 0) print('No endpoints to stop.');
  for (const each of names) print(`${each}: ${await stopPlaced(here, each)}`);
}
