import type { Command } from 'commander';
import { resolve } from 'node:path';
import type { SettingSource } from '../settings/load.ts';
import { isSecret } from '../errors.ts';

/** A value that whoever called this program gave it. */
export interface Given {
  /** As it is told: `--prefixes` or `BROWSING_TRAIN_PATH in .env`. */
  readonly told: string;
  /** The flag or the setting. */
  readonly name: string;
  readonly value: string;
}

/** The flags of a command that was called, as far as they have a text. */
export function givenByFlags(command: Command): readonly Given[] {
  return command.options.flatMap((option) => {
    const attribute = option.attributeName();
    const value: unknown = command.getOptionValue(attribute);
    const isGiven = command.getOptionValueSource(attribute) === 'cli';
    const name = option.long ?? option.flags;
    return isGiven && typeof value === 'string' ? [{ told: name, name, value }] : [];
  });
}

/** The settings that somebody set; secrets are left out. */
export function givenBySettings(
  sources: Readonly<Record<string, SettingSource>>,
): readonly Given[] {
  return Object.entries(sources).flatMap(([name, { from, text, setting }]) => {
    if (isSecret(name)) return [];
    const place = from === 'environment' ? 'the environment' : from;
    return [{ told: `${setting ?? name} in ${place}`, name, value: text }];
  });
}

/**
 * The flag or the setting behind each path that an error names: a package, or a step that reads what the run was given,
 * cannot know it. Where a flag and a setting say the same, the flag counted.
 *
 * @returns a line for each, such as `--prefixes names /shop/none.csv.`
 */
export function whoGavePaths(
  text: string,
  given: readonly Given[],
  directory = workingDirectory(),
): readonly string[] {
  const lines = new Map<string, string>();
  for (const { told, name, value } of given) {
    const path = pathIn(text, value, directory);
    if (path === null || new RegExp(`${name}(?![\\w-])`).test(text) || lines.has(path)) continue;
    lines.set(path, `${told} names ${path}.`);
  }
  return [...lines.values()];
}

/** The root where there is none: a path is then known as it was written. */
function workingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return '/';
  }
}

/** Where the settings of an error of settings have their values: `LF_SEED is set in .env.` */
export function whereSet(
  names: readonly string[],
  sources: Readonly<Record<string, SettingSource>>,
): readonly string[] {
  return [...new Set(names)].flatMap((name) => {
    const source = sources[name];
    if (source === undefined) return [];
    const place = source.from === 'environment' ? 'the environment' : source.from;
    return [`${name} is set in ${place}${source.setting ? ` (by ${source.setting})` : ''}.`];
  });
}

/** The path that a value says, as a text has it: as it was written or as an absolute one, or a file right in it. */
function pathIn(text: string, value: string, directory: string): string | null {
  if (!/[./\\]/.test(value) || /^[./\\]*$/.test(value)) return null;
  const ways = [resolve(directory, value), value].map((way) =>
    // {} is where the name of a model goes
    way.replaceAll(/[^\w\s/{}]/g, String.raw`\$&`).replaceAll('{}', String.raw`[\w-]+`),
  );
  const found = new RegExp(
    String.raw`(?<![\w./\\-])(?:${ways.join('|')})(?:[/\\][\w.-]*\w)?(?![\w/\\-]|\.\w)`,
  ).exec(text);
  return found?.[0] ?? null;
}
