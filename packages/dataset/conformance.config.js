import { defineConfig } from 'vitest/config';
import { base } from '../../configs/vitest/base.js';

// Not a part of `npm test`: it needs a server, which tools/conformance-s3 starts
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['conformance/*.test.ts'],
    reporters: ['default', ['junit', { outputFile: process.env['LF_TEST_REPORT'] }]],
    testTimeout: 120_000,
  },
});
