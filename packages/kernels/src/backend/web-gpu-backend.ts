import type { ImportPackage } from './provider.ts';

/** The part of an adapter that tells a GPU from a program that plays one. */
interface Adapter {
  readonly isFallbackAdapter?: unknown;
  readonly info?: { readonly isFallbackAdapter?: unknown; readonly description?: unknown };
}

interface Gpu {
  requestAdapter(options: object): Promise<Adapter | null>;
}

/** Vulkan on the processor: Google's and Mesa's. */
const SOFTWARE_ADAPTER = /swiftshader|llvmpipe/i;

/**
 * Registers the webgpu backend, on the `webgpu` package (Dawn) where the runtime has no WebGPU itself.
 * Globals are set only once an adapter has answered.
 *
 * @throws if there is no adapter, or a software one that nobody forced: wasm is faster than that
 */
export async function registerWebGpu(
  importPackage: ImportPackage,
  isForced: boolean,
): Promise<void> {
  const own: unknown = Reflect.get(runtimeNavigator(), 'gpu');
  const dawn = isGpu(own) ? undefined : await importPackage('webgpu');
  const gpu = dawn === undefined ? own : createDawn(dawn);
  if (!isGpu(gpu)) throw new Error('the package webgpu gave no WebGPU');
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (adapter === null) throw new Error('no GPU adapter answers');
  if (!isForced && isSoftware(adapter)) {
    throw new Error('the only adapter is software, slower than wasm; name webgpu to take it');
  }
  if (dawn !== undefined) installGlobals(dawn, gpu);
  await importPackage('@tensorflow/tfjs-backend-webgpu');
}

function isSoftware({ isFallbackAdapter, info }: Adapter): boolean {
  const description = typeof info?.description === 'string' ? info.description : '';
  return (
    isFallbackAdapter === true ||
    info?.isFallbackAdapter === true ||
    SOFTWARE_ADAPTER.test(description)
  );
}

// Node 20 has no navigator; later ones have one without gpu.
function runtimeNavigator(): object {
  const navigator: unknown = Reflect.get(globalThis, 'navigator');
  return typeof navigator === 'object' && navigator !== null ? navigator : {};
}

function createDawn(dawn: unknown): unknown {
  const create: unknown = isObject(dawn) ? Reflect.get(dawn, 'create') : undefined;
  return typeof create === 'function' ? Reflect.apply(create, undefined, [[]]) : undefined;
}

// TensorFlow.js reads `navigator.gpu` and WebGPU's constants (GPUBufferUsage, ...) from the globals.
function installGlobals(dawn: unknown, gpu: Gpu): void {
  const globals: unknown = isObject(dawn) ? Reflect.get(dawn, 'globals') : undefined;
  if (isObject(globals)) Object.assign(globalThis, globals);
  const navigator = runtimeNavigator();
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
}

function isGpu(value: unknown): value is Gpu {
  return isObject(value) && typeof Reflect.get(value, 'requestAdapter') === 'function';
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
