import { superviseTask, taskCommand } from '@lf/flow';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { countBeginning } from '../batch/beginning.ts';
import { takeCarriedFlows } from '../batch/carried-flows.ts';
import { openDatastore } from '../datastore.ts';
import { ENTRY } from '../flows/entry.ts';
import { flowTable } from '../flows/flow-table.ts';
import { stepEnvironment } from '../settings/child-environment.ts';

/**
 * `lf supervise --datastore <url> --task <key>`: what a container of AWS Batch or SageMaker runs; not for people.
 *
 * @returns the exit code
 */
export async function runSuperviseCommand(args: readonly string[]): Promise<number> {
  const { datastore, task } = parseArgs({
    args: [...args],
    options: { datastore: { type: 'string' }, task: { type: 'string' } },
  }).values;
  if (datastore === undefined || task === undefined) {
    throw new TypeError('lf supervise: expected --datastore and --task');
  }
  // A container's home may be nobody's; its working directory is its own.
  process.env['LF_S3_CACHE_DIR'] ??= join(process.cwd(), 'cache');
  takeCarriedFlows();
  const isDone = await superviseTask({
    flows: [...(await flowTable()).values()].map(({ definition }) => definition),
    store: openDatastore(datastore),
    task,
    command: {
      ...taskCommand(ENTRY, ['task', '--datastore', datastore]),
      environmentOf: (step) => stepEnvironment(process.env, { step, datastore }),
    },
    beginning: await countBeginning(process.env, task),
  });
  return isDone ? 0 : 1;
}
