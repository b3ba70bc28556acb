import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BOOK, ROOT } from '../src/repository.ts';

const walks = readFileSync(join(BOOK, 'walks.md'), 'utf8');

/** `file.ts`, `function` */
const STATION = /`((?:apps|packages)\/[^`]+\.ts)`(?:, `(\w+)`)?/g;

it('names files that are there, with the functions that it names', () => {
  const stations = [...walks.matchAll(STATION)];
  expect(stations.length).toBeGreaterThan(30);
  for (const [, file = '', name] of stations) {
    const text = readFileSync(join(ROOT, file), 'utf8');
    if (name !== undefined) expect(text, file).toMatch(new RegExp(`\\b${name}\\b`));
  }
});
