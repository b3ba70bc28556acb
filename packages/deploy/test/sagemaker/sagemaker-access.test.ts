import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SAGEMAKER_ACCESS } from '../../src/sagemaker.ts';

const SOURCES = join(import.meta.dirname, '../../src/sagemaker');

/** Everything that matches in the sources of the calls. */
function found(pattern: RegExp): readonly string[] {
  const text = readdirSync(SOURCES)
    .filter((name) => name !== 'sagemaker-access.ts')
    .map((name) => readFileSync(join(SOURCES, name), 'utf8'))
    .join('\n');
  return [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].sort();
}

it('names every call that the code makes, and no other', () => {
  const commands = found(/new sdk\.(\w+)Command\(/g);
  const pages = found(/sdk\.paginate(\w+)\(/g);
  expect([...new Set([...commands, ...pages])].sort()).toEqual(
    Object.keys(SAGEMAKER_ACCESS).sort(),
  );
});

it('grants every action that the errors name', () => {
  const granted = Object.values(SAGEMAKER_ACCESS).flatMap(({ actions }): string[] => [...actions]);
  const named = found(/action: '([^']+)'/g);
  expect(named.length).toBeGreaterThan(10);
  for (const action of named) expect(granted).toContain(action);
});
