import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';

it('is refused in a worker thread, which cannot decide for its process', async () => {
  const source = new URL('../../src/inference/onnx-runtime.ts', import.meta.url).href;
  const code = `import('tsx/esm/api')
    .then(({ tsImport }) => tsImport(${JSON.stringify(source)}, ${JSON.stringify(source)}))
    .then(({ loadOnnxRuntime }) => loadOnnxRuntime())
    .then(() => 'loaded', (error) => error.code ?? error.message)
    .then((said) => require('node:worker_threads').parentPort.postMessage(said));`;
  const ask = (env: NodeJS.ProcessEnv) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(code, { eval: true, env: { ...process.env, ...env } });
      worker.once('message', resolve).once('error', reject);
    });
  expect(await ask({ ORT_DISABLE_TELEMETRY: '' })).toBe('telemetry_undecided');
  expect(await ask({ ORT_DISABLE_TELEMETRY: '1' })).toBe('loaded');
});
