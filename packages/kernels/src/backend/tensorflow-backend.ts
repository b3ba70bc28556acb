import type * as TensorFlowCore from '@tensorflow/tfjs-core';
import type { KernelBackend } from '@tensorflow/tfjs-core';
import { whyNoGpu } from './cuda-libraries.ts';
import { restoreNodeUtil } from './node-util.ts';
import type { ImportPackage } from './provider.ts';

type TensorFlow = typeof TensorFlowCore;

const BACKEND = 'tensorflow';

/** What tfjs-node's back end tells of itself. */
type NodeBackend = KernelBackend & {
  readonly isGPUPackage: boolean;
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly TF_Version: string };
};

/**
 * Registers the backend of `@tensorflow/tfjs-node` or of `@tensorflow/tfjs-node-gpu`. The latter is there only where
 * it computes on a GPU: without one it would compute on the processor and say nothing.
 *
 * @throws if the package is not there, its addon or libtensorflow is missing, or there is no GPU for the one of CUDA
 */
export async function registerTensorflow(
  packageName: string,
  importPackage: ImportPackage,
): Promise<void> {
  const tf = await import('@tensorflow/tfjs-core');
  restoreNodeUtil();
  process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'; // its greeting is no finding; what fails is told by ours
  try {
    await quietly(tf, () => importPackage(packageName));
  } catch (error) {
    throw explained(error, packageName);
  }
  const backend = tf.engine().findBackend(BACKEND);
  if (!isNodeBackend(backend) || !backend.isGPUPackage || backend.isUsingGpuDevice) return;
  const reason = whyNoGpu(backend.binding.TF_Version);
  forget(tf);
  throw new Error(reason);
}

/** TensorFlow.js warns of each of its kernels that two copies of it register; both are of one version. */
async function quietly(tf: TensorFlow, load: () => Promise<unknown>): Promise<void> {
  const isQuiet = tf.env().getBool('PROD');
  tf.env().set('PROD', true);
  try {
    await load();
  } finally {
    tf.env().set('PROD', isQuiet);
  }
}

/** Leaves no trace, so that tfjs-node can register the same names. */
function forget(tf: TensorFlow): void {
  tf.removeBackend(BACKEND);
  for (const { kernelName } of tf.getKernelsForBackend(BACKEND)) {
    tf.unregisterKernel(kernelName, BACKEND);
  }
}

function explained(error: unknown, packageName: string): unknown {
  if (!(error instanceof Error)) return error;
  const { message } = error;
  if (message.includes('tfjs_binding.node) can not be found')) {
    return new Error(
      `it is installed without its addon: npm rebuild ${packageName} (install scripts must be allowed)`,
      { cause: error },
    );
  }
  const library = /(\S+): cannot open shared object file/.exec(message)?.[1];
  return library === undefined
    ? error
    : new Error(`its addon needs ${library}, which is not here: npm rebuild ${packageName}`, {
        cause: error,
      });
}

function isNodeBackend(backend: KernelBackend | null): backend is NodeBackend {
  return backend !== null && 'isGPUPackage' in backend && 'binding' in backend;
}
