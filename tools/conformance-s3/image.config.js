import { defineConfig } from 'vitest/config';
import { base } from '../../configs/vitest/base.js';

// Not a part of `npm test`: it needs the server that src/main.ts starts
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['image/*.test.ts'],
    reporters: ['default', ['junit', { outputFile: process.env['LF_TEST_REPORT'] }]],
    testTimeout: 600_000,
  },
});
