import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SERVING_ACCESS } from '../src/index.ts';

it('names every call of AWS that the code makes, and no other', () => {
  const sources = join(import.meta.dirname, '../src');
  const text = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(sources, name), 'utf8'))
    .join('\n');
  const calls = [...text.matchAll(/new (?:sdk\.)?(\w+)Command\(/g)].map(([, name = '']) => name);
  expect([...new Set(calls)].sort()).toEqual(Object.keys(SERVING_ACCESS).sort());
});
