import { sweepTables } from '@lf/dataset';
import { keysInUse, listRuns } from '@lf/flow';
import type { Command } from 'commander';
import { PipelineError } from '../errors.ts';
import { openContext } from '../settings/context.ts';
import { print, printJson } from '../terminal/print.ts';
import { wholeNumber, withJson } from './flags.ts';

const MS_PER_HOUR = 60 * 60 * 1000;

/** `lf datasets clean`. */
export function addDatasetsCommand(program: Command): void {
  const datasets = program.command('datasets').description('data sets in the datastore: clean');
  withJson(
    datasets
      .command('clean')
      .description('delete tables of older uploads that no data set and no run needs')
      .option(
        '--older-than <hours>',
        'delete only files that are older than this',
        wholeNumber,
        24,
      ),
  ).action(clean);
}

async function clean(flags: {
  readonly olderThan: number;
  readonly json?: boolean;
}): Promise<void> {
  const { store } = openContext();
  // A run says which tables it needs when its first step ends.
  const busy = (await listRuns(store)).find(({ status }) => status === 'running');
  if (busy !== undefined) {
    throw new PipelineError(
      'run_under_way',
      `Cleaning the data sets: run ${busy.runId} is under way and may need the tables. Wait until it has ended.`,
    );
  }
  const deleted = await sweepTables({
    store,
    keep: await keysInUse(store),
    now: new Date(),
    graceMs: flags.olderThan * MS_PER_HOUR,
  });
  if (flags.json === true) printJson({ deleted });
  else print([...deleted, `${deleted.length} tables deleted`].join('\n'));
}
