import { requireWritable, sweepStore } from '@lf/dataset';
import type { Command } from 'commander';
import { uploadSources } from '../upload/upload-sources.ts';
import { sourcesIn, sourcesOf } from '../params/source-paths.ts';
import { openContext } from '../settings/context.ts';
import { print, printJson } from '../terminal/print.ts';
import { DEFAULT_SEED } from '../settings/default-seed.ts';
import { withJson } from './flags.ts';

/** `lf upload`: raw CSVs to Parquet in the datastore. */
export function addUploadCommand(program: Command): void {
  const command = program
    .command('upload')
    .description('check the raw CSVs and store them as Parquet')
    .option(
      '--data <folder>',
      'folder with browsing_train.csv[.gz]; the other tables in it are read too',
    );
  withJson(command).action(async (flags: { readonly data?: string; readonly json?: boolean }) => {
    const { settings, store } = openContext();
    await requireWritable(store);
    await sweepStore(store);
    const sources = flags.data === undefined ? sourcesOf(settings) : await sourcesIn(flags.data);
    const uploaded = await uploadSources({
      store,
      sources,
      dataset: settings.PARQUET_S3_PATH,
      syntheticEvents: settings.LF_SYNTHETIC_EVENTS,
      seed: settings.LF_SEED ?? DEFAULT_SEED,
      duplicateRows: settings.LF_DUPLICATE_ROWS,
      placeholderSkus: settings.LF_PLACEHOLDER_SKUS,
      memoryLimitMb: settings.LF_MEMORY_LIMIT_MB,
      log: flags.json === true ? () => undefined : print,
    });
    if (flags.json === true) printJson(uploaded);
  });
}
