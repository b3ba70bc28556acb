import { resolve } from 'node:path';
import { openDatastore } from '../datastore.ts';
import type { Settings } from '../settings/load.ts';
import { sourcesIn, sourcesOf, sourceStates } from './source-paths.ts';
import { readConfigFile, type ConfigFile } from './config-files.ts';
import { keptSettings } from './kept-settings.ts';
import type { ModelFlags, ResumeFlags, RunFlags } from './run-flags.ts';
import type { RunParams } from './run-params.ts';
import { blazingTextParams } from './blazing-text-params.ts';
import { sageMakerParams } from './sagemaker-params.ts';
import { transformParams } from './transform-params.ts';

/** Parameters that a resume takes from today's settings: people change them to go on. */
type Limits = Pick<
  RunParams,
  | 'datastore'
  | 'duplicateRows'
  | 'placeholderSkus'
  | 'maxSessionEvents'
  | 'longSessions'
  | 'memoryLimitMb'
  | 'transform'
  | 'maxMetricDrop'
  | 'challengerShare'
  | 'showcase'
  | 'productUrl'
  | 'sageMaker'
  | 'blazingText'
> &
  Partial<Pick<RunParams, 'endpointPort' | 'force'>>;

/** What of a run's parameters its model decides, whichever flow it is of. */
export interface ChosenModel {
  readonly seed: number;
  /** What was chosen, by flags or by settings. */
  readonly modelFlags: ModelFlags;
  readonly files: readonly ConfigFile[];
}

/**
 * The parameters that every flow has, every file that they name read.
 *
 * @param of.suite path of the suite that `data_validation` checks unless LF_SUITE_PATH names another
 * @throws PipelineError for a file that cannot be read
 */
export async function readRunParams(
  settings: Settings,
  flags: RunFlags,
  of: { readonly suite: string; readonly model: ChosenModel },
): Promise<RunParams> {
  const suitePath = settings.LF_SUITE_PATH ?? of.suite;
  const suite = await readSuite(suitePath);
  const sources = flags.data === undefined ? sourcesOf(settings) : await sourcesIn(flags.data);
  return {
    sources,
    dataset: settings.PARQUET_S3_PATH,
    syntheticEvents: flags.events ?? settings.LF_SYNTHETIC_EVENTS,
    seed: of.model.seed,
    suite: suite.suite,
    endpointPort: null,
    force: flags.force ?? false,
    ...limitsOf(settings),
    ...(flags.port !== undefined && { endpointPort: flags.port }),
    configFiles: [...of.model.files, suite.file],
    keptSettings: keptSettings(settings),
    sourceStates: await sourceStates(sources),
    modelFlags: of.model.modelFlags,
    dataFolder: flags.data === undefined ? null : resolve(flags.data),
  };
}

/** An expectation suite as a run keeps it. */
export async function readSuite(
  path: string,
): Promise<{ readonly suite: string; readonly file: ConfigFile }> {
  const { json, file } = await readConfigFile('suite', path);
  return { suite: JSON.stringify(json), file };
}

/** The parameters that say where a run lies, what it may take and what stops it. */
export function limitsOf(settings: Settings, { force, ...flags }: ResumeFlags = {}): Limits {
  const port = flags.port ?? settings.LF_ENDPOINT_PORT;
  return {
    datastore: openDatastore(settings.LF_DATASTORE_ROOT).url,
    duplicateRows: settings.LF_DUPLICATE_ROWS,
    placeholderSkus: settings.LF_PLACEHOLDER_SKUS,
    maxSessionEvents: settings.LF_MAX_SESSION_EVENTS,
    longSessions: settings.LF_LONG_SESSIONS,
    memoryLimitMb: settings.LF_MEMORY_LIMIT_MB,
    transform: transformParams(settings),
    maxMetricDrop: settings.LF_MAX_METRIC_DROP,
    challengerShare: settings.LF_CHALLENGER_SHARE,
    showcase: settings.LF_SHOWCASE,
    ...(settings.LF_PRODUCT_URL !== undefined && { productUrl: settings.LF_PRODUCT_URL }),
    sageMaker: sageMakerParams(settings),
    blazingText: blazingTextParams(settings),
    ...(port !== undefined && { endpointPort: port }),
    ...(force !== undefined && { force }),
  };
}
