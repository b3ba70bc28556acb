import { expect, it } from 'vitest';
import { whyNoGpu } from '../../src/backend/cuda-libraries.ts';

const here = (...names: readonly string[]) => {
  const all = new Set(names);
  return (name: string) => all.has(name);
};

const CUDA_11 = [
  'libcudart.so.11.0',
  'libcublas.so.11',
  'libcublasLt.so.11',
  'libcufft.so.10',
  'libcusolver.so.11',
  'libcusparse.so.11',
];

it('names the driver first: nothing of CUDA runs without it', () => {
  expect(whyNoGpu('2.9.1', here(...CUDA_11, 'libcudnn.so.8'))).toBe(
    "TensorFlow 2.9.1 uses no GPU here: libcuda.so.1 of NVIDIA's driver is missing (in a container: docker run --gpus all)",
  );
});

it('names the cuDNN that the TensorFlow of tfjs-node-gpu wants', () => {
  const text = whyNoGpu('2.9.1', here('libcuda.so.1', 'libcudnn.so.9', ...CUDA_11));
  expect(text).toContain('libcudnn.so.8 missing: install CUDA 11.2 and cuDNN 8');
});

it('names the libraries of CUDA 12 for a newer TensorFlow', () => {
  const text = whyNoGpu('2.21.0', here('libcuda.so.1', ...CUDA_11, 'libcudnn.so.9'));
  expect(text).toContain('libcudart.so.12, libcublas.so.12, libcublasLt.so.12, libcufft.so.11');
  expect(text).toContain('install CUDA 12.5 and cuDNN 9');
  expect(text).not.toContain('libcudnn');
});

it('looks to the driver where every library is there', () => {
  expect(whyNoGpu('2.21.0', () => true)).toContain('see nvidia-smi');
});

it('asks the linker by itself', () => {
  expect(whyNoGpu('2.21.0')).toMatch(/^TensorFlow 2\.21\.0 uses no GPU here: /);
});
