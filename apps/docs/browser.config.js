import { defineConfig } from 'vitest/config';
import { base } from '../../configs/vitest/base.js';

// Apart from the tests that need Node alone: these need a Chromium, and the built site
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['browser/**/*.test.ts'],
    reporters: ['default', ['junit', { outputFile: '.reports/browser.xml' }]],
  },
});
