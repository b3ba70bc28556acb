import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BOOK } from '../src/repository.ts';
import { firstMissingLine, tutorialBlocks } from '../src/tutorial/blocks.ts';
import { nxCommand } from '../src/tutorial/nx-command.ts';

const tutorials = await readdir(join(BOOK, 'tutorials'));
const pages = [
  'index.md',
  'design.md',
  'style.md',
  'benchmarks.md',
  ...tutorials.map((name) => `tutorials/${name}`),
];

describe.each(pages)('%s', (page) => {
  it('runs each block, or says why not', async () => {
    const blocks = tutorialBlocks(await readFile(join(BOOK, page), 'utf8'), page);
    for (const block of blocks) {
      if (block.kind === 'not run') expect(block.reason.length).toBeGreaterThan(20);
    }
    // Only the tutorials' test runs blocks
    const tested = blocks.some(({ kind }) => kind !== 'not run');
    if (tested) expect(page).toMatch(/^tutorials\//);
  });

  it('names targets of nx that there are', async () => {
    const text = await readFile(join(BOOK, page), 'utf8');
    for (const [, command = ''] of text.matchAll(/npx (nx run \S+)/g)) {
      expect(nxCommand(command.split(' ')).command).toContain('apps/pipeline/from-source.js');
    }
  });
});

it('refuses a block that nothing tests and no reason excuses', () => {
  expect(() => tutorialBlocks('```js\nlet a;\n```\n', 'a.md')).toThrow("a.md:1: a block of 'js'");
  // A mark counts for the block below it alone
  const twice = '<!-- file: a.js -->\n\n```js\n1;\n```\n\n```js\n2;\n```\n';
  expect(() => tutorialBlocks(twice, 'a.md')).toThrow('a.md:7');
});

it('reads what a block is for', () => {
  const page =
    '<!-- file: a.js -->\n\n```js\n1;\n```\n\n```sh\nnode a.js\n```\n\n```text\n1\n```\n';
  expect(tutorialBlocks(page, 'a.md').map(({ kind, text }) => [kind, text])).toEqual([
    ['file', '1;\n'],
    ['run', 'node a.js\n'],
    ['output', '1\n'],
  ]);
});

it('finds expected lines in their order, with … for anything', () => {
  const printed = 'run 17 started\n[a] 3.5 s\nsum 15\n';
  expect(firstMissingLine('run … started\nsum 15\n', printed)).toBeNull();
  expect(firstMissingLine('sum 15\nrun … started\n', printed)).toBe('run … started');
  expect(firstMissingLine('sum 1\n', printed)).toBe('sum 1');
  expect(firstMissingLine('[a] 3x5 s\n', printed)).toBe('[a] 3x5 s');
});

it('refuses a command that is no target', () => {
  expect(() => nxCommand(['nx', 'run', 'pipeline:nothing'])).toThrow('npx nx run pipeline:nothing');
});
