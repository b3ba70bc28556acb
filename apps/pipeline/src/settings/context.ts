import type { ObjectStore } from '@lf/dataset';
import type { Environment } from '@lf/deploy';
import { resolve } from 'node:path';
import { openDatastore } from '../datastore.ts';
import { SettingsError, shownSetting } from '../errors.ts';
import { checkDatastoreRoot } from './datastore-root.ts';
import { mergeEnvironment } from './dot-env.ts';
import { readSettings, type ReadSettings, type Settings } from './load.ts';

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
  return usable(readSettings(process.env, resolve('.env')));
}

function usable({ settings, problems }: ReadSettings): Settings {
  if (problems.length > 0) throw new SettingsError(problems);
  return settings;
}

/** The environment, `.env` of the working directory over it. */
export const environmentHere = (): Environment => mergeEnvironment(process.env, resolve('.env'));

/** Lets AWS's SDK see what `.env` says. */
export function handToSdk(environment: Environment): void {
  for (const [name, value] of Object.entries(environment)) {
    if (STORE_NAME.test(name)) process.env[name] = value;
  }
}

/** Reads the settings (`.env` of the working directory first) and opens the datastore. */
export function openContext(): CliContext {
  const read = readSettings(process.env, resolve('.env'));
  const settings = usable(read);
  tellOfMetaflow(read);
  for (const line of contestLines(read.contested)) process.stderr.write(`${line}\n`);
  const environment = environmentHere();
  handToSdk(environment);
  const store = openDatastore(settings.LF_DATASTORE_ROOT);
  checkDatastoreRoot(store, settings.LF_DATASTORE_ROOT);
  return { settings, environment, store };
}

/** A line for each setting that `.env` decides against the shell. */
export function contestLines(contested: ReadSettings['contested']): readonly string[] {
  return contested.map(
    ({ setting, dotEnv, environment }) =>
      `note: ${setting} is ${shownSetting(setting, dotEnv)}, as .env says, not ${shownSetting(setting, environment)} as the environment does: .env wins`,
  );
}

/** Whoever names no datastore and no profile may have forgotten Metaflow's file, which sends the data elsewhere. */
function tellOfMetaflow({ settings, sources }: ReadSettings): void {
  const from = sources.LF_DATASTORE_ROOT?.from ?? '.env';
  if (from === '.env' || from === 'environment' || settings.METAFLOW_PROFILE !== undefined) return;
  process.stderr.write(
    `note: the datastore is ${settings.LF_DATASTORE_ROOT}, as ${from} says; LF_DATASTORE_ROOT names another\n`,
  );
}
