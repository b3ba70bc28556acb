import { expect, it } from 'vitest';
import { BACKENDS, ENGINE_PROPERTIES } from '../../src/index.ts';

it('offers every backend, and to choose one by itself', () => {
  expect(ENGINE_PROPERTIES.BACKEND.enum).toEqual(['auto', ...BACKENDS]);
});

it('stands on the fused kernels and all cores where nothing is said', () => {
  const { ENGINE, BACKEND, THREADS } = ENGINE_PROPERTIES;
  expect([ENGINE.default, BACKEND.default, THREADS.default]).toEqual(['fused', 'auto', 0]);
});
