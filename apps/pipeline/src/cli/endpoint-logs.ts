import { followEndpointLog, listEndpointLogs, listEndpoints, readEndpointLog } from '@lf/deploy';
import type { Command } from 'commander';
import { endpointStateDirectory } from '../datastore.ts';
import { PipelineError } from '../errors.ts';
import { openContext } from '../settings/context.ts';
import { print, printJson } from '../terminal/print.ts';
import { wholeNumber, withJson } from './flags.ts';

interface LogsFlags {
  readonly lines: number;
  readonly follow?: boolean;
  readonly json?: boolean;
}

const DEFAULT_LINES = 100;

/** `lf endpoint logs [name]`. */
export function addEndpointLogsCommand(endpoint: Command): void {
  const command = endpoint
    .command('logs')
    .description(
      'what the server of an endpoint on this machine printed, also of one that has ended',
    )
    .argument('[name]', 'name of the endpoint; without one: of each that is recorded')
    .option('--lines <n>', 'the last so many lines', wholeNumber, DEFAULT_LINES)
    .option('--follow', 'go on with each new line, until the endpoint ends or Ctrl-C');
  withJson(command).action(logs);
}

async function logs(name: string | undefined, { lines, follow, json }: LogsFlags): Promise<void> {
  const stateDirectory = endpointStateDirectory(openContext().store);
  const names = name === undefined ? await recorded(stateDirectory) : [name];
  if (follow === true) {
    const [only] = names;
    if (only === undefined || names.length > 1 || json === true) throw notFollowed(names);
    for await (const line of followEndpointLog({ name: only, stateDirectory, lines })) print(line);
    return;
  }
  const found = await Promise.all(
    names.map((each) => readEndpointLog({ name: each, stateDirectory, lines })),
  );
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

async function recorded(stateDirectory: string): Promise<readonly string[]> {
  return (await listEndpoints({ stateDirectory })).map(({ name }) => name);
}

function notFollowed(names: readonly string[]): PipelineError {
  return new PipelineError(
    'endpoint_unnamed',
    `Following the log of an endpoint: expected the name of one, and no --json; there ${
      names.length === 0 ? 'are none' : `is ${names.join(', ')}`
    }.`,
  );
}
