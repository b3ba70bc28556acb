import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BATCH_ACCESS, BATCH_COLLECTION_ACCESS } from '../../src/aws-batch/index.ts';

it('names every call that launching makes, and no other', () => {
  const path = join(import.meta.dirname, '../../src/aws-batch/batch-calls.ts');
  const calls = readFileSync(path, 'utf8').matchAll(/new (?:sdk|logs)\.(\w+)Command\(/g);
  const named = [...new Set([...calls].map(([, name = '']) => name))];
  expect(named.sort()).toEqual(Object.keys(BATCH_ACCESS).sort());
});

it('names every call that a collection makes, and no other', () => {
  const path = join(import.meta.dirname, '../../src/aws-batch/definition-collection.ts');
  const text = readFileSync(path, 'utf8');
  const calls = [...text.matchAll(/sdk\.(?:paginate(\w+)|(\w+)Command)\(/g)];
  const named = [...new Set(calls.map(([, page, command]) => page ?? command ?? ''))];
  expect(named.sort()).toEqual(Object.keys(BATCH_COLLECTION_ACCESS).sort());
});
