import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleFolder } from './in-process.ts';
import { RunningProgram } from './running-program.ts';
import { tinyBundle } from './tiny-bundle.ts';

let bundles: Awaited<ReturnType<typeof bundleFolder>>;
beforeAll(async () => {
  bundles = await bundleFolder();
});
afterAll(() => bundles.remove());

/** The program ends with 1, and with the reason as the last line of its log. */
async function expectRefused(bundle: string, code: string): Promise<void> {
  const program = new RunningProgram(['--bundle', bundle, '--port', '0']);
  expect(await program.exit).toBe(1);
  const last = program.log.at(-1);
  expect(last).toMatchObject({ event: 'failed', code });
  expect(last?.['message']).not.toMatch(/\n\s+at /);
  expect(program.stderr).not.toMatch(/^\s+at /m);
}

it('with a model that is cut off, or a pipe in its place, ends with the reason and no stack', async () => {
  const onnx = await readFile(join(import.meta.dirname, 'fixtures', 'tiny-lstm.onnx'));
  const half = { 'model.onnx': onnx.subarray(0, onnx.length / 2) };
  await expectRefused(
    await bundles.write('half.tar.gz', await tinyBundle({}, half)),
    'model_refused',
  );
  execFileSync('mkfifo', [bundles.path('pipe')]);
  await expectRefused(bundles.path('pipe'), 'bundle_unreadable');
}, 60_000);
