import { defineConfig } from 'vitest/config';
import { base } from '../../configs/vitest/base.js';

// Not a part of `npm test`: it needs programs of Python, which the set-up installs
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['conformance/*.test.ts'],
    globalSetup: ['conformance/make-venv.ts'],
    reporters: ['default', ['junit', { outputFile: '.reports/conformance.xml' }]],
    // Each test packages into the same folder
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
