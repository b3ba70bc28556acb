import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const PACKAGE = new URL('..', import.meta.url);

it('has an example in the README that runs', () => {
  const readme = readFileSync(new URL('README.md', PACKAGE), 'utf8');
  const example = /```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'lf-readme-'));
  try {
    const code = example.replace("'model.onnx'", JSON.stringify(join(folder, 'model.onnx')));
    const output = execFileSync(
      process.execPath,
      ['--import', 'tsx', '--conditions=@lf/source', '--input-type=module', '--eval', code],
      { cwd: PACKAGE, encoding: 'utf8' },
    );
    expect(output).toMatch(/\nlstm (is|may be) .*ROC-AUC/);
    expect(existsSync(join(folder, 'model.onnx'))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
