import { defineConfig } from 'vitest/config';
import { base } from '../../configs/vitest/base.js';

// Apart from the tests that need Node alone: these need a Chromium and the built book
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    testTimeout: 120_000,
    include: ['browser/**/*.test.ts'],
    reporters: ['default', ['junit', { outputFile: '.reports/browser.xml' }]],
  },
});
