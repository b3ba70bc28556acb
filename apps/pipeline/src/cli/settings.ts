import type { Command } from 'commander';
import { renderTable } from '../terminal/table.ts';
import { resolve } from 'node:path';
import { SettingsError, shownSetting } from '../errors.ts';
import { SETTINGS } from '../settings/definitions.ts';
import { readSettings, type ReadSettings } from '../settings/load.ts';
import { asCalled } from '../terminal/lf-command.ts';
import { print, printJson } from '../terminal/print.ts';
import { withJson } from './flags.ts';

/** One setting as `lf settings` shows it. */
export interface SettingRow {
  readonly name: string;
  readonly accepts: string;
  readonly default: string;
  readonly about: string;
}

/** A setting that somebody set, as `lf settings --set` shows it. */
export interface SetRow {
  readonly setting: string;
  /** Hidden where it is a secret. */
  readonly value: string;
  readonly from: string;
}

/** `lf settings`: what can be set, in `.env`, the environment or a profile of Metaflow, and what is. */
export function addSettingsCommand(program: Command): void {
  const command = program
    .command('settings')
    .description('list all settings, with accepted values and defaults')
    .option('--env', 'print them as a commented .env file')
    .option('--set', 'only the settings that are set, and where each value comes from');
  withJson(command).action((flags: SettingsFlags) => {
    if (flags.set === true) {
      printSet(flags);
      return;
    }
    const rows = settingRows();
    if (flags.json === true) printJson(rows);
    else if (flags.env === true) process.stdout.write(envExample());
    else {
      const cells = rows.map(({ name, accepts, default: value, about }) => [
        name,
        accepts,
        value,
        asCalled(about),
      ]);
      print(renderTable(['setting', 'accepts', 'default', 'what it is for'], cells));
    }
  });
}

interface SettingsFlags {
  readonly env?: boolean;
  readonly set?: boolean;
  readonly json?: boolean;
}

function printSet({ json }: SettingsFlags): void {
  const read = readSettings(process.env, resolve('.env'));
  const rows = setRows(read);
  if (json === true) printJson(rows);
  else if (rows.length === 0) print('Nothing is set: all settings have their defaults.');
  else {
    const cells = rows.map(({ setting, value, from }) => [setting, value, from]);
    print(renderTable(['setting', 'value', 'from'], cells));
  }
  if (read.problems.length > 0) throw new SettingsError(read.problems);
}

/** Every setting that somebody set, in the order of the definitions. */
export function setRows({ sources }: Pick<ReadSettings, 'sources'>): readonly SetRow[] {
  return Object.entries(sources)
    .sort(([a], [b]) => Object.keys(SETTINGS).indexOf(a) - Object.keys(SETTINGS).indexOf(b))
    .map(([setting, { from, text, setting: other }]) => ({
      setting,
      value: shownSetting(setting, text),
      from: other === undefined ? from : `${from} (${other})`,
    }));
}

/** Every setting with what it accepts, in the order of the definitions. */
export function settingRows(): readonly SettingRow[] {
  return Object.entries(SETTINGS).map(([name, definition]) => ({
    name,
    accepts: accepted(definition.schema),
    default: 'default' in definition ? String(definition.default) : '',
    about: 'refused' in definition ? `${definition.about} (refused)` : definition.about,
  }));
}

/**
 * The text of `.env.example`: every setting with its line of explanation, none of them set. Commands are plain `lf`: who
 * reads the file later may call the program in another way.
 */
export function envExample(): string {
  const head =
    '# Copy to .env and set what you need; .env overrides the environment.\n' +
    '# Nothing here is required: without paths, the built-in synthetic shop is used.\n';
  const lines = settingRows().map(
    ({ name, about, default: value }) => `\n# ${about}\n# ${name}=${value}\n`,
  );
  return head + lines.join('');
}

function accepted(schema: Readonly<Record<string, unknown>>): string {
  const choices = schema['enum'];
  if (Array.isArray(choices)) return choices.join(' | ');
  if (schema['type'] === 'string') return 'text';
  const least = typeof schema['minimum'] === 'number' ? schema['minimum'] : '-∞';
  const most = typeof schema['maximum'] === 'number' ? schema['maximum'] : '∞';
  return `${least} .. ${most}`;
}
