import type { ObjectStore } from '@lf/dataset';
import { resolve } from 'node:path';
import { openDatastore } from '../datastore.ts';
import { loadSettings, type Settings } from '../settings/load.ts';

/** What most commands begin with. */
export interface CliContext {
  readonly settings: Settings;
  readonly store: ObjectStore;
}

/** The settings, `.env` of the working directory first. */
export function settingsHere(): Settings {
  return loadSettings(process.env, resolve('.env'));
}

/** Reads the settings (`.env` of the working directory first) and opens the datastore. */
export function openContext(): CliContext {
  const settings = settingsHere();
  return { settings, store: openDatastore(settings.LF_DATASTORE_ROOT) };
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}
