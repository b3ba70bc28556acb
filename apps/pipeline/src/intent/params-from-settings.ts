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
  const seed = flags.seed ?? settings.LF_SEED;
  return {
    datastore: openDatastore(settings.LF_DATASTORE_ROOT).url,
    sources: flags.data === undefined ? sourcesOf(settings) : await sourcesIn(flags.data),
    dataset: settings.PARQUET_S3_PATH,
    syntheticEvents: flags.events ?? settings.LF_SYNTHETIC_EVENTS,
    seed,
    duplicateRows: settings.LF_DUPLICATE_ROWS,
    maxSessionEvents: settings.LF_MAX_SESSION_EVENTS,
    memoryLimitMb: settings.LF_MEMORY_LIMIT_MB,
    config: await readConfig(settings, flags.config),
    suite: JSON.stringify(await readJson(suitePath, 'the expectation suite')),
    endpointPort: flags.port ?? settings.LF_ENDPOINT_PORT ?? null,
  };
}

/**
 * The model configuration: the flag's file, else that of MODEL_CONFIG_PATH, else the built-in one.
 *
 * @throws PipelineError for a file that cannot be read, IntentConfigError for wrong keys and values
 */
export async function readConfig(settings: Settings, path?: string): Promise<IntentConfig> {
  const chosen = path ?? settings.MODEL_CONFIG_PATH ?? builtInConfig('intent/default.json');
  return parseIntentConfig(await readJson(chosen, 'the model configuration'));
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
