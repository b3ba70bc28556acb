import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { NoRowsError, readNextItemCases } from '../../src/index.ts';
import type { ItemCases } from '../../src/index.ts';
import { badRowsOf } from '../bad-rows.ts';
import { fileWith } from '../csv-files.ts';

const UNKNOWN = 2 ** 32 - 1;

function csv(...lines: readonly string[]): string {
  return ['prefix,target', ...lines, ''].join('\n');
}

/** [prefix, target] of each case. */
function inLists({ sessions, targets }: ItemCases): [number[], number][] {
  return Array.from(targets, (target, index) => [
    [...sessions.items.subarray(sessions.offsets[index], sessions.offsets[index + 1])],
    target,
  ]);
}

it.each([
  ['plain', (text: string) => text],
  ['gzip', (text: string) => gzipSync(text)],
])('numbers the items of a %s file by the vocabulary, in file order', async (_form, encode) => {
  const path = await fileWith(encode(csv('a b a,c', 'é-1,a', '"a ""q""",b')));
  const cases = await readNextItemCases(path, { vocabulary: ['b', 'a', 'é-1', '"q"', 'c'] });
  expect(inLists(cases)).toEqual([
    [[1, 0, 1], 4],
    [[2], 1],
    [[1, 3], 0],
  ]);
});

it('marks items that the vocabulary does not hold, in prefixes and as targets', async () => {
  const path = await fileWith(csv('a new a,new', 'new,a'));
  expect(inLists(await readNextItemCases(path, { vocabulary: ['a'] }))).toEqual([
    [[0, UNKNOWN, 0], -1],
    [[UNKNOWN], 0],
  ]);
});

it('takes a SKU that holds spaces for one item, in prefixes and as a target', async () => {
  const path = await fileWith(
    csv('hat red,belt', 'belt hat red  belt,hat red', 'hat new,"[a], x"'),
  );
  const cases = await readNextItemCases(path, { vocabulary: ['hat red', 'belt', '[a], x'] });
  expect(inLists(cases)).toEqual([
    [[0], 1],
    [[1, 0, 1], 0],
    [[UNKNOWN, UNKNOWN], 2],
  ]);
});

it('reads a prefix as a list, whose SKUs may be anything', async () => {
  const lists = ['["hat red", belt]', `['hat, red',"a \\"b\\"" ]`, '[a]'];
  const quoted = lists.map((list) => `"${list.replaceAll('"', '""')}",a`);
  const path = await fileWith(csv(...quoted));
  const vocabulary = ['hat red', 'hat', 'red', 'belt', 'hat, red', 'a "b"', '[a]', 'a'];
  expect(inLists(await readNextItemCases(path, { vocabulary }))).toEqual([
    [[0, 3], 7],
    [[4, 5], 7],
    [[6], 7],
  ]);
});

it('refuses a prefix that can be divided in two ways, and says how to write it', async () => {
  const path = await fileWith(csv('belt hat red,belt', 'belt,belt'));
  const reading = readNextItemCases(path, { vocabulary: ['hat red', 'hat', 'red', 'belt'] });
  await expect(reading).rejects.toThrow(
    /ambiguous_prefix.*list: \["hat red"[^]*row 1: "belt hat red"/,
  );
});

it('counts the items that the vocabulary does not hold, with examples', async () => {
  const path = await fileWith(csv('a x y x,b', 'x,z'));
  const { unknown } = await readNextItemCases(path, { vocabulary: ['a', 'b'] });
  expect(unknown).toEqual({
    prefixes: { count: 4, examples: ['x', 'y'] },
    targets: { count: 1, examples: ['z'] },
  });
});

it('takes any run of white space between items as one', async () => {
  const path = await fileWith(csv(' a  b\ta , b '));
  expect(inLists(await readNextItemCases(path, { vocabulary: ['a', 'b'] }))).toEqual([
    [[0, 1, 0], 1],
  ]);
});

it('keeps cases that repeat', async () => {
  const path = await fileWith(csv('a,a', 'a,a'));
  expect((await readNextItemCases(path, { vocabulary: ['a'] })).targets).toHaveLength(2);
});

it('reports every bad row of a file at once, by its line', async () => {
  const path = await fileWith(csv('a,b', ',b', 'a,', '" ",b', 'a,b c', 'a'));
  expect(await badRowsOf(readNextItemCases(path, { vocabulary: ['a'] }))).toEqual([
    ['missing_fields', undefined, [7]],
    ['empty_value', 'prefix', [3]],
    ['unknown_value', 'prefix', [5]],
    ['empty_value', 'target', [4]],
  ]);
});

it('refuses a file without cases', async () => {
  await expect(readNextItemCases(await fileWith(csv()), { vocabulary: ['a'] })).rejects.toThrow(
    NoRowsError,
  );
});
