import { parseArgs } from 'node:util';
import { runTask } from '@lf/flow';
import { openDatastore } from '../datastore.ts';
import { flowTable } from '../flows/flow-table.ts';
import { CALLED_AS, callProgram } from '../terminal/lf-command.ts';

/**
 * `lf task --datastore <url> --task <key>`: what the process of one step runs, or with `--stand-by <flow>/<step>` in place
 * of `--task` the one that gets ready for a step; not for people.
 * It ends the process.
 */
export async function runTaskCommand(args: readonly string[]): Promise<never> {
  const {
    datastore,
    task,
    'stand-by': standBy,
  } = parseArgs({
    args: [...args],
    options: {
      datastore: { type: 'string' },
      task: { type: 'string' },
      'stand-by': { type: 'string' },
    },
  }).values;
  if (datastore === undefined) throw new TypeError('lf task: expected --datastore');
  const flows = [...(await flowTable()).values()].map(({ definition }) => definition);
  // What it prints is pasted where the run was started
  callProgram(process.env[CALLED_AS] ?? 'lf');
  return runTask({ flows, store: openDatastore(datastore), task, standBy });
}
