import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterEach, beforeEach, expect, it } from 'vitest';
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

it('is how the texts of this program name commands, but for its help', () => {
  const texts = textsNaming('apps/pipeline/src');
  const others = texts
    .filter((text) => !/^apps\/pipeline\/src\/(cli|settings)\//.test(text))
    // Who left or removes files, no advice
    .filter((text) => !/left by lf doctor$|waiting for lf gc,/.test(text));
  expect(others).toEqual([]);
});
