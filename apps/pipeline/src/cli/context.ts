import type { ObjectStore } from '@lf/dataset';
import type { Environment } from '@lf/deploy';
import { resolve } from 'node:path';
import { openDatastore } from '../datastore.ts';
import { loadSettings, mergeEnvironment, type Settings } from '../settings/load.ts';

/** What most commands begin with. */
export interface CliContext {
  readonly settings: Settings;
  readonly store: ObjectStore;
  /** The environment with `.env` over it. */
  readonly environment: Environment;
}

/** AWS's SDK reads the process's environment alone. */
const AWS_NAME = /^AWS_/;

/** The settings, `.env` of the working directory first. */
export function settingsHere(): Settings {
  return loadSettings(process.env, resolve('.env'));
}

/** Reads the settings (`.env` of the working directory first) and opens the datastore. */
export function openContext(): CliContext {
  const settings = settingsHere();
  const environment = mergeEnvironment(process.env, resolve('.env'));
  for (const [name, value] of Object.entries(environment)) {
    if (AWS_NAME.test(name)) process.env[name] = value;
  }
  return { settings, environment, store: openDatastore(settings.LF_DATASTORE_ROOT) };
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}
