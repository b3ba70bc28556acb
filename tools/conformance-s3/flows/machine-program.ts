import { openStore } from '@lf/dataset';
import { runTask, taskCommand } from '@lf/flow';
import { advanceRun } from '@lf/flow/step-functions';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { broken, forked } from './machine-flows.ts';

/** An entry program of two flows, as an application has one. */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    datastore: { type: 'string', default: '' },
    plan: { type: 'string', default: '' },
    task: { type: 'string', default: '' },
  },
});
const { datastore, plan, task } = values;
const flows = [forked, broken];
const store = openStore(datastore);

if (positionals[0] === 'step') await runTask({ flows, store, task });
const { isDone } = await advanceRun({
  ...{ flows, store, plan, task },
  command: taskCommand(fileURLToPath(import.meta.url), ['step', '--datastore', datastore]),
  job: {
    id: process.env['AWS_BATCH_JOB_ID'] ?? '',
    queue: 'shop-queue',
    beginning: Number(process.env['AWS_BATCH_JOB_ATTEMPT']),
  },
});
process.exitCode = isDone ? 0 : 1;
