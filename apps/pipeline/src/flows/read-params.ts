import { openDatastore } from '../datastore.ts';
import { builtInConfig } from '../settings/built-in-config.ts';
import type { Settings } from '../settings/load.ts';
import { readJson } from '../settings/read-json.ts';
import { sourcesIn, sourcesOf } from '../sources/source-paths.ts';
import type { ResumeFlags, RunFlags } from './run-flags.ts';
import type { RunParams } from './run-params.ts';

/** Parameters that a resume takes from today's settings: people change them to go on. */
type Limits = Pick<
  RunParams,
  | 'datastore'
  | 'duplicateRows'
  | 'placeholderSkus'
  | 'maxSessionEvents'
  | 'longSessions'
  | 'memoryLimitMb'
  | 'maxMetricDrop'
  | 'challengerShare'
> &
  Partial<Pick<RunParams, 'endpointPort' | 'force'>>;

/**
 * The parameters that every flow has, every file that they name read.
 *
 * @param of.flow name of the flow, and of its built-in expectation suite
 * @param of.seed of the run, which the model configuration knows
 * @throws PipelineError for a file that cannot be read
 */
export async function readRunParams(
  settings: Settings,
  flags: RunFlags,
  of: { readonly flow: string; readonly seed: number },
): Promise<RunParams> {
  const suitePath = settings.LF_SUITE_PATH ?? builtInConfig(`expectations/${of.flow}.json`);
  return {
    sources: flags.data === undefined ? sourcesOf(settings) : await sourcesIn(flags.data),
    dataset: settings.PARQUET_S3_PATH,
    syntheticEvents: flags.events ?? settings.LF_SYNTHETIC_EVENTS,
    seed: of.seed,
    suite: JSON.stringify(await readJson(suitePath, 'the expectation suite')),
    endpointPort: null,
    force: flags.force ?? false,
    ...limitsOf(settings),
    ...(flags.port !== undefined && { endpointPort: flags.port }),
  };
}

/** The parameters that say where a run lies, what it may take and what stops it. */
export function limitsOf(settings: Settings, { force }: ResumeFlags = {}): Limits {
  const port = settings.LF_ENDPOINT_PORT;
  return {
    datastore: openDatastore(settings.LF_DATASTORE_ROOT).url,
    duplicateRows: settings.LF_DUPLICATE_ROWS,
    placeholderSkus: settings.LF_PLACEHOLDER_SKUS,
    maxSessionEvents: settings.LF_MAX_SESSION_EVENTS,
    longSessions: settings.LF_LONG_SESSIONS,
    memoryLimitMb: settings.LF_MEMORY_LIMIT_MB,
    maxMetricDrop: settings.LF_MAX_METRIC_DROP,
    challengerShare: settings.LF_CHALLENGER_SHARE,
    ...(port !== undefined && { endpointPort: port }),
    ...(force !== undefined && { force }),
  };
}
