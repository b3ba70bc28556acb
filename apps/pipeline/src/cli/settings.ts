import type { Command } from 'commander';
import { renderTable } from '../terminal/table.ts';
import { SETTINGS } from '../settings/definitions.ts';
import { print, printJson } from '../terminal/print.ts';
import { withJson } from './flags.ts';

/** One setting as `lf settings` shows it. */
export interface SettingRow {
  readonly name: string;
  readonly accepts: string;
  readonly default: string;
  readonly about: string;
}

/** `lf settings`: what can be set, in `.env` or the environment. */
export function addSettingsCommand(program: Command): void {
  const command = program
    .command('settings')
    .description('every setting, what it accepts and its default')
    .option('--env', 'as the text of an .env file');
  withJson(command).action((flags: { readonly env?: boolean; readonly json?: boolean }) => {
    const rows = settingRows();
    if (flags.json === true) printJson(rows);
    else if (flags.env === true) process.stdout.write(envExample());
    else {
      const cells = rows.map(({ name, accepts, default: value, about }) => [
        name,
        accepts,
        value,
        about,
      ]);
      print(renderTable(['setting', 'accepts', 'default', 'what it is for'], cells));
    }
  });
}

/** Every setting with what it accepts, in the order of the definitions. */
export function settingRows(): readonly SettingRow[] {
  return Object.entries(SETTINGS).map(([name, definition]) => ({
    name,
    accepts: accepted(definition.schema),
    default: 'default' in definition ? String(definition.default) : '',
    about: 'notBuilt' in definition ? `${definition.about} (not built yet)` : definition.about,
  }));
}

/** The text of `.env.example`: every setting with its line of explanation, none of them set. */
export function envExample(): string {
  const head =
    '# Copy to .env and set what you need; .env wins over the environment.\n' +
    '# Nothing here is required: unset paths mean the built-in synthetic shop.\n';
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
