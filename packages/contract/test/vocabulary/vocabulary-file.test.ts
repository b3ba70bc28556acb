import { expect, test } from 'vitest';
import { readVocabulary, serializeVocabulary, VocabularyError } from '../../src/index.ts';

const SKUS = ['shoe', 'hat, red', 'späte Birne', '木'];

test('the item of a SKU is its place', () => {
  const { skus, itemOf } = readVocabulary(serializeVocabulary(SKUS));
  expect(skus).toEqual(SKUS);
  expect(SKUS.map((sku) => itemOf.get(sku))).toEqual([...SKUS.keys()]);
});

test.each([
  ['no JSON', '{', 'no JSON'],
  ['bytes that are not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 'no JSON'],
  ['a list', '[]', 'must be object'],
  ['a later version', '{"schemaVersion":2,"firstItemId":2,"skus":["a"]}', '/schemaVersion'],
  ['other ids', '{"schemaVersion":1,"firstItemId":3,"skus":["a"]}', '/firstItemId'],
  ['no SKU', '{"schemaVersion":1,"firstItemId":2,"skus":[]}', '/skus'],
  ['an empty SKU', '{"schemaVersion":1,"firstItemId":2,"skus":[""]}', '/skus/0'],
  ['a number', '{"schemaVersion":1,"firstItemId":2,"skus":[7]}', '/skus/0'],
  ['half a character', '{"schemaVersion":1,"firstItemId":2,"skus":["a","\\ud83d"]}', '/skus/1'],
  ['a SKU twice', '{"schemaVersion":1,"firstItemId":2,"skus":["a","b","a"]}', '1 of its SKUs'],
])('%s is no vocabulary', (_, content, problem) => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  expect(() => readVocabulary(bytes)).toThrow(VocabularyError);
  expect(() => readVocabulary(bytes)).toThrow(problem);
});
