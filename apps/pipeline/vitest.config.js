import { defineConfig } from 'vitest/config';
import { base } from '../../configs/vitest/base.js';

// The flow runs for real, a process a step
export default defineConfig({ ...base, test: { ...base.test, testTimeout: 180_000 } });
