import { Command } from 'commander';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { helpAsCalled } from '../../src/cli/help-as-called.ts';
import { asCalled, callProgram, lfCommand } from '../../src/terminal/lf-command.ts';
import { COMMAND_NAMES } from '../../src/terminal/command-names.ts';

const ROOT = join(import.meta.dirname, '../../../..');

beforeEach(() => callProgram('npm run -s lf --'));
afterEach(() => callProgram('lf'));

/** What may be a command of ours in a text. */
const NAMED = /(?<![\w./-])lf [a-z]+/g;

/** The texts of some sources that name commands: strings and templates, no comments. */
function textsNaming(folder: string): readonly string[] {
  const texts: string[] = [];
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  for (const file of files) {
    if (!file.endsWith('.ts') || file.includes('generated/')) continue;
    const path = join(folder, file);
    const source = readFileSync(join(ROOT, path), 'utf8');
    if (!/\blf [a-z]/.test(source)) continue;
    const visit = (node: ts.Node): void => {
      if (
        ts.isStringLiteral(node) ||
        ts.isNoSubstitutionTemplateLiteral(node) ||
        ts.isTemplateHead(node) ||
        ts.isTemplateMiddle(node) ||
        ts.isTemplateTail(node)
      ) {
        if (/(?<![\w./-])lf [a-z]/.test(node.text)) texts.push(`${path}: ${node.text}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(path, source, ts.ScriptTarget.Latest));
  }
  return texts;
}

it.each([
  ['Go on: lf resume r1', 'Go on: npm run -s lf -- resume r1'],
  [
    '`lf iam --for schedule` or (lf runs list)',
    '`npm run -s lf -- iam --for schedule` or (npm run -s lf -- runs list)',
  ],
  [
    'half resume, /opt/lf run, lf-endpoint run, lf running',
    'half resume, /opt/lf run, lf-endpoint run, lf running',
  ],
])('tells %j as the program was called', (text, told) => {
  expect(asCalled(text)).toBe(told);
});

it.each(['npx lf', 'npm run -s lf --', "node 'my tools/(1).js'", 'npx @lf/pipeline'])(
  'leaves what is told already: %s',
  (program) => {
    callProgram(program);
    const text = `Stop it (${lfCommand('endpoint', 'stop', 'intent')}), then go on.`;
    expect(asCalled(text)).toBe(text);
  },
);

it('takes what another process told', () => {
  callProgram('npx lf');
  const text = lfCommand('endpoint', 'stop', 'intent');
  callProgram('lf');
  expect(asCalled(text)).toBe('lf endpoint stop intent');
});

it('finds every command that a text of a package names', () => {
  // A program of its own, with words of SQL
  const packages = readdirSync(join(ROOT, 'packages')).filter((name) => name !== 'expectations');
  const texts = packages.flatMap((name) => textsNaming(`packages/${name}/src`));
  // Of @lf/deploy, @lf/flow and @lf/ui there are some
  const ours = texts.filter((text) => /^packages\/(deploy|flow|ui)\//.test(text));
  expect(ours.length).toBeGreaterThan(7);
  const strange = texts.filter((text) =>
    [...text.matchAll(NAMED)].some(
      ([name]) => !COMMAND_NAMES.some((each) => name === `lf ${each}`),
    ),
  );
  expect(strange).toEqual([]);
});

it('is how the texts of this program name commands, but for its help and settings, which are told so later', () => {
  const texts = textsNaming('apps/pipeline/src')
    // Who left or removes files, no advice
    .filter((text) => !/left by lf doctor$|waiting for lf gc,/.test(text));
  const isToldLater = (text: string) => /^apps\/pipeline\/src\/(cli|settings)\//.test(text);
  expect(texts.filter((text) => !isToldLater(text))).toEqual([]);
  // No command: who needs rights, and commands that are not for people
  const noAdvice = /that lf needs|: lf (?:advance|supervise|task): expected/;
  const later = texts.filter((text) => isToldLater(text) && !noAdvice.test(text));
  expect(later.filter((text) => asCalled(text) === text)).toEqual([]);
});

/** A command and all below it. */
const withSubcommands = (command: Command): readonly Command[] => [
  command,
  ...command.commands.flatMap(withSubcommands),
];

it('is how the help of every command names commands', async () => {
  const program = new Command('lf').configureHelp(helpAsCalled);
  for (const name of COMMAND_NAMES) {
    const module: unknown = await import(`../../src/cli/${name}.ts`);
    const adds = Object.entries(module as Record<string, (to: Command) => void | Promise<void>>);
    for (const [, add] of adds.filter(([key]) => /^add\w+Command$/.test(key))) await add(program);
  }
  const commands = withSubcommands(program);
  expect(program.commands.map((command) => command.name())).toEqual([...COMMAND_NAMES]);
  const helps = commands.map((command) => command.helpInformation());
  for (const help of helps) expect(help).toMatch(/^Usage: npm run -s lf -- /);
  expect(helps.filter((help) => /runs\s+list/.test(help)).length).toBeGreaterThan(2);
  // As one line, since a command may be wrapped
  const plain = helps.flatMap((help) => {
    const told = help.replaceAll(/\s+/g, ' ').replaceAll('npm run -s lf -- ', '');
    return [...told.matchAll(new RegExp(`(?<![\\w./-])lf (?:${COMMAND_NAMES.join('|')})\\b`, 'g'))];
  });
  expect(plain.map(([name]) => name)).toEqual([]);
});
