import { defineConfig } from 'vitest/config';
import { base } from '../../configs/vitest/base.js';

// Apart from the tests that need Node alone: these need a Chromium
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['browser/**/*.test.ts'],
    // Each starts a server, and a machine may have as many browsers as cores
    testTimeout: 60_000,
    reporters: ['default', ['junit', { outputFile: '.reports/browser.xml' }]],
  },
});
