import { defineConfig } from 'vitest/config';
import { base } from '../../configs/vitest/base.js';

// Apart from the tests that need Node alone: these need a Chromium, and run the flows for real
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    include: ['browser/**/*.test.ts'],
    reporters: ['default', ['junit', { outputFile: '.reports/browser.xml' }]],
  },
});
