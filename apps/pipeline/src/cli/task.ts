import { runTask } from '@lf/flow';
import type { Command } from 'commander';
import { openDatastore } from '../datastore.ts';
import { intentFlow } from '../intent/flow.ts';

/** `lf task`: what the process of one step runs; not for people. */
export function addTaskCommand(program: Command): void {
  program
    .command('task', { hidden: true })
    .requiredOption('--datastore <url>', 'root of the datastore')
    .requiredOption('--task <key>', 'key of the task')
    .action(async ({ datastore, task }: { readonly datastore: string; readonly task: string }) => {
      await runTask({ flows: [intentFlow], store: openDatastore(datastore), task });
    });
}
