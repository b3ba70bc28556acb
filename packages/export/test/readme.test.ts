import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { readOnnx, readSavedModel, readTensorflowJs } from '../src/index.ts';

it('has an example in the README that runs', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const example = /```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const source = new URL('../src/index.ts', import.meta.url).href;
  const folder = await mkdtemp(join(tmpdir(), 'lf-export-'));
  try {
    const code = example.replace("'@lf/export'", JSON.stringify(source));
    const args = ['--import', import.meta.resolve('tsx'), '--input-type=module', '--eval', code];
    await promisify(execFile)(process.execPath, args, { cwd: folder });
    const outputs = [
      { name: 'items', dtype: 'int32', shape: ['batch', 10] },
      { name: 'scores', dtype: 'float32', shape: ['batch', 10] },
    ];
    expect(readOnnx(await readFile(join(folder, 'model/model.onnx')))).toMatchObject({ outputs });
    const [signature] = readSavedModel(
      await readFile(join(folder, 'model/1/saved_model.pb')),
    ).signatures;
    expect(signature?.outputs.map(({ name }) => name)).toEqual(['items', 'scores']);
    const { format } = readTensorflowJs(await readFile(join(folder, 'model/model.json')));
    expect(format).toBe('graph-model');
  } finally {
    await rm(folder, { recursive: true });
  }
});
