import type { ObjectStore } from '@lf/dataset';
import type { Environment } from '@lf/deploy';
import { resolve } from 'node:path';
import { openDatastore } from '../datastore.ts';
import { checkDatastoreRoot } from './datastore-root.ts';
import { loadSettings, mergeEnvironment, type Settings } from './load.ts';

/** What most commands begin with. */
export interface CliContext {
  readonly settings: Settings;
  readonly store: ObjectStore;
  /** The environment with `.env` over it. */
  readonly environment: Environment;
}

/** What is read from the process's environment alone: by AWS's SDK, and where a store is opened. */
const STORE_NAME = /^(AWS|LF_S3)_/;

/** The settings, `.env` of the working directory first. */
export function settingsHere(): Settings {
  return loadSettings(process.env, resolve('.env'));
}

/** The environment, `.env` of the working directory over it. */
export const environmentHere = (): Environment => mergeEnvironment(process.env, resolve('.env'));

/** Reads the settings (`.env` of the working directory first) and opens the datastore. */
export function openContext(): CliContext {
  const settings = settingsHere();
  const environment = environmentHere();
  for (const [name, value] of Object.entries(environment)) {
    if (STORE_NAME.test(name)) process.env[name] = value;
  }
  const store = openDatastore(settings.LF_DATASTORE_ROOT);
  checkDatastoreRoot(store, settings.LF_DATASTORE_ROOT);
  return { settings, environment, store };
}
