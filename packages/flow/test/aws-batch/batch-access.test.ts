import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BATCH_ACCESS } from '../../src/aws-batch/index.ts';

it('names every call that launching makes, and no other', () => {
  const path = join(import.meta.dirname, '../../src/aws-batch/batch-calls.ts');
  const calls = readFileSync(path, 'utf8').matchAll(/new (?:sdk|logs)\.(\w+)Command\(/g);
  const named = [...new Set([...calls].map(([, name = '']) => name))];
  expect(named.sort()).toEqual(Object.keys(BATCH_ACCESS).sort());
});
