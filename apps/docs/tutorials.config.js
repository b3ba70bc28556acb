import { defineConfig } from 'vitest/config';
import { base } from '../../configs/vitest/base.js';

// Apart from npm test: they train models, for some three minutes on two idle cores
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['tutorials/**/*.test.ts'],
    reporters: ['default', ['junit', { outputFile: '.reports/tutorials.xml' }]],
    testTimeout: 900_000,
  },
});
