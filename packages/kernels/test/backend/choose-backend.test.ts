import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it } from 'vitest';
import { chooseBackend } from '../../src/backend.ts';
import type { BackendTry } from '../../src/index.ts';
import { chooseFrom } from '../../src/backend/choose-backend.ts';
import { PROVIDERS } from '../../src/backend/providers.ts';
import type { ImportPackage } from '../../src/backend/provider.ts';

/** Only the two backends of the default install are there. */
const importNone: ImportPackage = (name) => {
  const error = new Error(`Cannot find package '${name}'`);
  return Promise.reject(Object.assign(error, { code: 'ERR_MODULE_NOT_FOUND' }));
};

afterEach(() => {
  if (tf.findBackendFactory('tensorflow') !== null) tf.removeBackend('tensorflow');
});

it('takes wasm where nothing but the default install is there, and says what it tried', async () => {
  const heard: BackendTry[] = [];
  const chosen = await chooseFrom(PROVIDERS, importNone, { onTry: (t) => heard.push(t) });
  expect(chosen).toMatchObject({ name: 'wasm', packageName: '@tensorflow/tfjs-backend-wasm' });
  expect(chosen.version).toMatch(/^4\./);
  expect(chosen.tried).toEqual(heard);
  expect(chosen.tried.map(({ name, detail }) => `${name}: ${detail}`).slice(0, 3)).toEqual([
    'tensorflow: not installed',
    'tensorflow: not installed',
    'webgpu: not installed',
  ]);
  expect(tf.getBackend()).toBe('wasm');
  expect(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')).toBe(true);
});

it('takes the backend that is asked for', async () => {
  const chosen = await chooseBackend({ prefer: 'cpu' });
  expect(chosen).toMatchObject({ name: 'cpu', tried: [{ name: 'cpu', isAvailable: true }] });
  expect(chosen.reason).toContain('asked for');
  expect(tf.getBackend()).toBe('cpu');
});

it('falls back to cpu when wasm does not load', async () => {
  const providers = PROVIDERS.map((provider) =>
    provider.backend === 'wasm'
      ? { ...provider, register: () => Promise.reject(new Error('broken\nstack')) }
      : provider,
  );
  const chosen = await chooseFrom(providers, importNone, {});
  expect(chosen.name).toBe('cpu');
  expect(chosen.tried.at(-2)).toMatchObject({ name: 'wasm', detail: 'broken' });
});

it('takes tfjs-node before all others once it registers a backend that works', async () => {
  await import('@tensorflow/tfjs-backend-cpu');
  const importNode: ImportPackage = async (name) => {
    if (name !== '@tensorflow/tfjs-node') return importNone(name);
    // As the real one does, in one engine: a backend named tensorflow with kernels of its own.
    tf.registerBackend('tensorflow', () => tf.engine().findBackend('cpu'));
    tf.copyRegisteredKernels('cpu', 'tensorflow');
    return {};
  };
  const chosen = await chooseFrom(PROVIDERS, importNode, {});
  expect(chosen).toMatchObject({ name: 'tensorflow', packageName: '@tensorflow/tfjs-node' });
  expect(chosen.tried).toHaveLength(2);
});

describe('tfjs-node-gpu', () => {
  it('is passed over without a GPU, with the reason, and leaves the next one its place', async () => {
    await import('@tensorflow/tfjs-backend-cpu');
    const own = { isUsingGpuDevice: false, binding: { TF_Version: '2.9.1' } };
    const importBoth: ImportPackage = async (name) => {
      const isGPUPackage = name === '@tensorflow/tfjs-node-gpu';
      const cpu = tf.engine().findBackend('cpu');
      tf.registerBackend('tensorflow', () => Object.assign(cpu, { ...own, isGPUPackage }));
      tf.copyRegisteredKernels('cpu', 'tensorflow');
      return {};
    };
    const { packageName, tried } = await chooseFrom(PROVIDERS, importBoth, {});
    expect(tried[0]?.isAvailable).toBe(false);
    expect(tried[0]?.detail).toMatch(/^TensorFlow 2\.9\.1 uses no GPU here: /);
    expect(packageName).toBe('@tensorflow/tfjs-node');
    expect(tf.engine().findBackend('tensorflow')).toMatchObject({ isGPUPackage: false });
  });
});

it.each([
  [
    'without its addon',
    new Error('The addon (tfjs_binding.node) can not be found at path: x. \nPlease run'),
    'it is installed without its addon: npm rebuild @tensorflow/tfjs-node (install scripts must be allowed)',
  ],
  [
    'without libtensorflow',
    new Error('libtensorflow.so.2: cannot open shared object file: No such file or directory'),
    'its addon needs libtensorflow.so.2, which is not here: npm rebuild @tensorflow/tfjs-node',
  ],
  [
    'without a package that it needs',
    Object.assign(new Error("Cannot find module 'nopt'\nRequire stack"), {
      code: 'MODULE_NOT_FOUND',
    }),
    'it needs nopt, which is not installed',
  ],
])('tells of tfjs-node %s', async (_case, error, detail) => {
  const importNode: ImportPackage = (name) =>
    name === '@tensorflow/tfjs-node' ? Promise.reject(error) : importNone(name);
  const { tried } = await chooseFrom(PROVIDERS, importNode, {});
  expect(tried[1]).toMatchObject({ isAvailable: false, detail });
});

it('sees a package that registered with another copy of the core', async () => {
  const attempt = chooseFrom(PROVIDERS, async () => ({}), { prefer: 'tensorflow' });
  await expect(attempt).rejects.toThrow('another copy of @tensorflow/tfjs-core');
});

describe('a backend that is asked for and not there', () => {
  it('fails with what to install', async () => {
    const attempt = chooseFrom(PROVIDERS, importNone, { prefer: 'tensorflow' });
    await expect(attempt).rejects.toMatchObject({
      code: 'backend_unavailable',
      backend: 'tensorflow',
      install: ['npm i @tensorflow/tfjs-node-gpu@4', 'npm i @tensorflow/tfjs-node@4'],
    });
    await expect(attempt).rejects.toThrow('npm i @tensorflow/tfjs-node@4');
  });

  it('fails for a name that is none, listing the names', async () => {
    // @ts-expect-error what a config from outside may hold
    await expect(chooseBackend({ prefer: 'webgl' })).rejects.toThrow(
      '"webgl": choose one of tensorflow, webgpu, wasm, cpu',
    );
  });
});

describe('webgpu', () => {
  const importDawn =
    (adapter: object | null): ImportPackage =>
    async (name) =>
      name === 'webgpu'
        ? { create: () => ({ requestAdapter: async () => adapter }), globals: {} }
        : importNone(name);

  it('is passed over without an adapter, and the globals stay as they were', async () => {
    const before: unknown = Reflect.get(globalThis, 'navigator');
    const chosen = await chooseFrom(PROVIDERS, importDawn(null), {});
    expect(chosen.name).toBe('wasm');
    expect(chosen.tried[2]?.detail).toBe('no GPU adapter answers');
    expect(Reflect.get(globalThis, 'navigator')).toBe(before);
  });

  it('is passed over when its adapter is software, unless it is asked for', async () => {
    const software = importDawn({ info: { description: 'SwiftShader Device (LLVM 10)' } });
    const chosen = await chooseFrom(PROVIDERS, software, {});
    expect(chosen.tried[2]?.detail).toContain('software');
    const forced = chooseFrom(PROVIDERS, software, { prefer: 'webgpu' });
    await expect(forced).rejects.toThrow('@tensorflow/tfjs-backend-webgpu: not installed');
    Reflect.deleteProperty(globalThis, 'navigator');
  });
});
