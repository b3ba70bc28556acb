import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const PACKAGE = new URL('..', import.meta.url);

it('has an example in the README that runs', { timeout: 120_000 }, () => {
  const readme = readFileSync(new URL('README.md', PACKAGE), 'utf8');
  const example = /```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const output = execFileSync(
    process.execPath,
    ['--import', 'tsx', '--conditions=@lf/source', '--input-type=module', '--eval', example],
    { cwd: PACKAGE, encoding: 'utf8', env: { ...process.env, FORCE_COLOR: '0' } },
  );
  expect(output).toBe('400 unknown_action\n400 unknown_action\n');
});
