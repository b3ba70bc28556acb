import { fileURLToPath } from 'node:url';

const conditions = ['@lf/source', 'node'];

const seededFastCheck = fileURLToPath(new URL('seeded-fast-check.js', import.meta.url));
const leaveNoTrace = fileURLToPath(new URL('leave-no-trace.js', import.meta.url));

/** @type {import('vite').Plugin} */
const drawBySeed = {
  name: 'draw-by-seed',
  enforce: 'pre',
  resolveId: (id, importer) =>
    id === 'fast-check' && importer !== seededFastCheck ? seededFastCheck : undefined,
};

/**
 * What every package's tests share: sources instead of builds, and a JUnit report that CI sums.
 *
 * @type {import('vitest/config').ViteUserConfig}
 */
export const base = {
  plugins: [drawBySeed],
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', ['junit', { outputFile: '.reports/junit.xml' }]],
    pool: 'forks',
    isolate: false,
    setupFiles: [leaveNoTrace],
    // Tests that open models themselves send nothing either.
    env: { ORT_DISABLE_TELEMETRY: '1' },
    maxWorkers: 2,
    // What hangs is found in the end; a slow machine under load is no fault
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
  },
};
