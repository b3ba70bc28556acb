import { parseIntentConfig, type IntentConfig } from '@lf/train-intent';
import { readFile } from 'node:fs/promises';
import { builtInConfig } from '../built-in-config.ts';
import { openDatastore } from '../datastore.ts';
import { PipelineError } from '../errors.ts';
import type { Settings } from '../settings/load.ts';
import { sourcesIn, sourcesOf } from '../sources.ts';
import type { IntentParams } from './params.ts';

/** Flags of the command line that stand over the settings. */
export interface IntentFlags {
  /** Folder with the raw tables. */
  readonly data?: string;
  readonly config?: string;
  readonly seed?: number;
  readonly events?: number;
  readonly port?: number;
}

/**
 * The parameters of a run, every file that they name read and checked.
 *
 * @throws PipelineError for a file that cannot be read, IntentConfigError for a configuration with wrong values
 */
export async function intentParams(
  settings: Settings,
  flags: IntentFlags = {},
): Promise<IntentParams> {
  const suitePath = settings.LF_SUITE_PATH ?? builtInConfig('expectations/intent.json');
  const config = await readConfig(settings, flags);
  return {
    datastore: openDatastore(settings.LF_DATASTORE_ROOT).url,
    sources: flags.data === undefined ? sourcesOf(settings) : await sourcesIn(flags.data),
    dataset: settings.PARQUET_S3_PATH,
    syntheticEvents: flags.events ?? settings.LF_SYNTHETIC_EVENTS,
    seed: config.SEED,
    config,
    suite: JSON.stringify(await readJson(suitePath, 'the expectation suite')),
    endpointPort: null,
    ...limitsOf(settings),
    ...(flags.port !== undefined && { endpointPort: flags.port }),
  };
}

/** The parameters that say what a run may take and what stops it: people change them to go on. */
export function limitsOf(
  settings: Settings,
): Pick<IntentParams, 'duplicateRows' | 'maxSessionEvents' | 'longSessions' | 'memoryLimitMb'> &
  Partial<Pick<IntentParams, 'endpointPort'>> {
  const port = settings.LF_ENDPOINT_PORT;
  return {
    duplicateRows: settings.LF_DUPLICATE_ROWS,
    maxSessionEvents: settings.LF_MAX_SESSION_EVENTS,
    longSessions: settings.LF_LONG_SESSIONS,
    memoryLimitMb: settings.LF_MEMORY_LIMIT_MB,
    ...(port !== undefined && { endpointPort: port }),
  };
}

/**
 * The model configuration: the flag's file, else that of MODEL_CONFIG_PATH, else the built-in one.
 * A seed of the flags or of LF_SEED stands over the one in the file.
 *
 * @throws PipelineError for a file that cannot be read, IntentConfigError for wrong keys and values
 */
export async function readConfig(
  settings: Settings,
  flags: Pick<IntentFlags, 'config' | 'seed'>,
): Promise<IntentConfig> {
  const path = flags.config ?? settings.MODEL_CONFIG_PATH ?? builtInConfig('intent/default.json');
  const config = parseIntentConfig(await readJson(path, 'the model configuration'));
  return { ...config, SEED: flags.seed ?? settings.LF_SEED ?? config.SEED };
}

async function readJson(path: string, what: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new PipelineError('file_unreadable', `Reading ${what}: ${path} cannot be read.`, {
      cause,
    });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PipelineError('json_invalid', `Reading ${what}: ${path} is not JSON (${reason}).`, {
      cause,
    });
  }
}
