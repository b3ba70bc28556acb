import type { Command } from 'commander';
import { collect } from '../gc/collect.ts';
import { renderCollected, sum } from '../gc/render-collected.ts';
import { sageMakerParams } from '../params/sagemaker-params.ts';
import { openContext } from '../settings/context.ts';
import { print, printJson } from '../terminal/print.ts';
import { wholeNumber, withJson } from './flags.ts';

interface GcFlags {
  readonly keepLast?: number;
  readonly keepDays?: number;
  readonly keepTag?: readonly string[];
  readonly grace: number;
  readonly cacheDays: number;
  readonly goneHost?: readonly string[];
  readonly sagemaker?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `lf gc`. */
export function addGcCommand(program: Command): void {
  withJson(
    program
      .command('gc')
      .description('list what no kept run, data set or endpoint needs, or delete it (--yes)')
      .option('--keep-last <n>', 'keep the newest n completed runs of each flow', wholeNumber)
      .option('--keep-days <d>', 'keep runs younger than d days', wholeNumber)
      .option(
        '--keep-tag <tag...>',
        'keep runs with any of these tags; to keep one run, use lf runs pin',
      )
      .option('--grace <hours>', 'keep what was written within this time', wholeNumber, 48)
      .option(
        '--cache-days <d>',
        'keep cached S3 objects that were used within d days',
        wholeNumber,
        30,
      )
      .option('--gone-host <host...>', 'these hosts no longer exist, so their processes have ended')
      .option('--sagemaker', 'also look in SageMaker, even if it is not set')
      .option('--yes', 'remove it'),
  ).action(run);
}

async function run(flags: GcFlags): Promise<void> {
  const { store, settings } = openContext();
  const isS3 = store.url.startsWith('s3:');
  const collected = await collect(store, {
    keepLast: flags.keepLast ?? null,
    keepDays: flags.keepDays ?? null,
    keepTags: flags.keepTag ?? [],
    graceHours: flags.grace,
    cacheDays: flags.cacheDays,
    goneHosts: flags.goneHost ?? [],
    scratchDays: settings.LF_SCRATCH_DAYS,
    removes: flags.yes === true,
    apiBundle: settings.LF_API_BUNDLE,
    asksSageMaker: isS3 && (flags.sagemaker === true || sageMakerParams(settings) !== null),
    queue: isS3 ? (settings.METAFLOW_BATCH_JOB_QUEUE ?? null) : null,
    nowMs: Date.now(),
  });
  if (collected.failed.length > 0) process.exitCode = 1;
  if (flags.json === true) {
    const { unneeded, kept } = collected;
    printJson({ ...collected, bytes: { unneeded: sum(unneeded), kept: sum(kept) } });
  } else print(renderCollected(collected, 'the same with --yes'));
}
