import {
  EndpointNotFoundError,
  followEndpointLog,
  listEndpointLogs,
  listEndpoints,
  readEndpointLog,
} from '@lf/deploy';
import { connectSageMaker, readSageMakerLog } from '@lf/deploy/sagemaker';
import type { Command } from 'commander';
import { endpointPlaces, type EndpointPlaces } from '../deploy/endpoint-places.ts';
import { PipelineError } from '../errors.ts';
import { openContext } from '../settings/context.ts';
import { print, printJson } from '../terminal/print.ts';
import { wholeNumber, withJson } from './flags.ts';

interface LogsFlags {
  readonly lines: number;
  readonly follow?: boolean;
  readonly json?: boolean;
  readonly sagemaker?: boolean;
}

/** What one endpoint printed. */
interface PrintedLog {
  readonly name: string;
  /** Where it is kept. */
  readonly path: string;
  readonly lines: readonly string[];
}

const DEFAULT_LINES = 100;

/** `lf endpoint logs [name]`. */
export function addEndpointLogsCommand(endpoint: Command): void {
  const command = endpoint
    .command('logs')
    .description('print the output of an endpoint; on this machine, also of one that has ended')
    .argument('[name]', 'name of the endpoint; default: all endpoints of this machine')
    .option('--lines <n>', 'the last so many lines', wholeNumber, DEFAULT_LINES)
    .option('--follow', 'keep printing new lines until the endpoint ends or Ctrl-C')
    .option('--sagemaker', 'also look in SageMaker, even if it is not set');
  withJson(command).action(logs);
}

async function logs(name: string | undefined, flags: LogsFlags): Promise<void> {
  const { lines, follow, json } = flags;
  const places = endpointPlaces(openContext(), flags.sagemaker === true, () => undefined);
  const { stateDirectory } = places;
  const names = name === undefined ? await recorded(stateDirectory) : [name];
  if (follow === true) {
    const [only] = names;
    if (only === undefined || names.length > 1 || json === true) throw notFollowed(names);
    for await (const line of followEndpointLog({ name: only, stateDirectory, lines })) print(line);
    return;
  }
  const found = await Promise.all(names.map((each) => logOf(places, each, lines)));
  if (json === true) {
    printJson(name === undefined ? found : found[0]);
    return;
  }
  if (found.length === 0) {
    const ended = await listEndpointLogs({ stateDirectory });
    print(
      `No endpoints.${ended.length === 0 ? '' : ` These have ended and have a log: ${ended.join(', ')}`}`,
    );
  }
  for (const log of found) {
    if (found.length > 1) print(`${log.name} (${log.path})`);
    for (const line of log.lines) print(line);
  }
}

/** Of this machine if it has one, else of SageMaker where that is meant. */
async function logOf(
  { stateDirectory, datastore }: EndpointPlaces,
  name: string,
  lines: number,
): Promise<PrintedLog> {
  try {
    return await readEndpointLog({ name, stateDirectory, lines });
  } catch (error) {
    if (datastore === null || !(error instanceof EndpointNotFoundError)) throw error;
  }
  const printed = await readSageMakerLog(connectSageMaker(), { name, lines });
  return { name, path: 'CloudWatch', lines: printed };
}

async function recorded(stateDirectory: string): Promise<readonly string[]> {
  return (await listEndpoints({ stateDirectory })).map(({ name }) => name);
}

function notFollowed(names: readonly string[]): PipelineError {
  return new PipelineError(
    'endpoint_unnamed',
    `Following the log of an endpoint: expected the name of one on this machine, and no --json; recorded here: ${
      names.join(', ') || 'none'
    }.`,
  );
}
