import { advanceRun } from '@lf/flow/step-functions';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { takeCarriedFlows } from '../batch/carried-flows.ts';
import { openDatastore } from '../datastore.ts';
import { flowTable } from '../flows/flow-table.ts';
import { stepCommand } from '../flows/step-command.ts';
import { keepRunPage } from '../report/page/keep-run-page.ts';
import { printError } from './failure.ts';

/**
 * `lf advance --datastore <url> --plan <key> --task <task>`: what a job of a state machine runs; not for people.
 *
 * @returns the exit code
 */
export async function runAdvanceCommand(args: readonly string[]): Promise<number> {
  const { datastore, plan, task } = parseArgs({
    args: [...args],
    options: {
      datastore: { type: 'string' },
      plan: { type: 'string' },
      task: { type: 'string' },
    },
  }).values;
  const id = process.env['AWS_BATCH_JOB_ID'];
  if (datastore === undefined || plan === undefined || task === undefined || id === undefined) {
    throw new TypeError(
      'lf advance: expected --datastore, --plan and --task, in a job of AWS Batch',
    );
  }
  // A container's home may be nobody's; its working directory is its own.
  process.env['LF_S3_CACHE_DIR'] ??= join(process.cwd(), 'cache');
  takeCarriedFlows();
  const store = openDatastore(datastore);
  const flows = await flowTable();
  try {
    const { flow, runId, isDone, ended } = await advanceRun({
      flows: [...flows.values()].map(({ definition }) => definition),
      store,
      ...{ plan, task },
      command: stepCommand(process.env, { datastore }),
      job: {
        id,
        queue: process.env['AWS_BATCH_JQ_NAME'] ?? '',
        beginning: Number(process.env['AWS_BATCH_JOB_ATTEMPT'] ?? 1),
      },
    });
    const entry = flows.get(flow);
    if (ended !== null && entry !== undefined) {
      const { page } = await entry.load();
      await keepRunPage(store, { flow, runId, render: page });
    }
    return isDone ? 0 : 1;
  } catch (error) {
    printError(error, { verbose: true });
    return 1;
  }
}
