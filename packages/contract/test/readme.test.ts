import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const PACKAGE = new URL('..', import.meta.url);

it('has an example in the README that runs', () => {
  const readme = readFileSync(new URL('README.md', PACKAGE), 'utf8');
  const example = /```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const output = execFileSync(
    process.execPath,
    ['--import', 'tsx', '--conditions=@lf/source', '--input-type=module', '--eval', example],
    { cwd: PACKAGE, encoding: 'utf8' },
  );
  expect(output.split('\n')[0]).toBe('0 5 2 6 1');
  expect(output).toContain('{"instances":[[[1,0,0,0,0,0,0],');
});
