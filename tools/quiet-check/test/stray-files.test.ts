import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { straysInHome } from '../src/stray-files.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'quiet-check-test-'));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

it('finds a file in HOME at any depth, and leaves the named caches out', () => {
  for (const [folder, file] of [
    ['.nx/cache', 'run.json'],
    ['.npm/_logs', 'today.log'],
    ['.cache/Microsoft/DeveloperTools', 'deviceid'],
  ] as const) {
    mkdirSync(join(home, folder), { recursive: true });
    writeFileSync(join(home, folder, file), '');
  }
  expect(straysInHome(home)).toEqual([join(home, '.cache/Microsoft/DeveloperTools/deviceid')]);
});
