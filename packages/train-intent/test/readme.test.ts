import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const PACKAGE = new URL('..', import.meta.url);

const README = readFileSync(new URL('README.md', PACKAGE), 'utf8');
const EXAMPLES = [...README.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code = '']) => code);

function outputOf(code: string): string {
  return execFileSync(
    process.execPath,
    ['--import', 'tsx', '--conditions=@lf/source', '--input-type=module', '--eval', code],
    { cwd: PACKAGE, encoding: 'utf8', env: { ...process.env, FORCE_COLOR: '0' } },
  );
}

it('has an example in the README that runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lf-readme-'));
  try {
    const target = JSON.stringify(join(folder, 'model.onnx'));
    const output = outputOf((EXAMPLES[0] ?? '').replace("'model.onnx'", target));
    expect(output).toMatch(/\nlstm (is|may be) .*ROC-AUC/);
    expect(existsSync(join(folder, 'model.onnx'))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('has an example of trees that runs', () => {
  expect(outputOf(EXAMPLES[1] ?? '')).toBe("[ 'actions', 'times', 'clock', 'products' ] true\n");
});
