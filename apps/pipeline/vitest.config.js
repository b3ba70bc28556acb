import { defineConfig } from 'vitest/config';
import { base } from '../../configs/vitest/base.js';

// The flows run for real, a process a step: seconds on a quiet machine, minutes on a busy one
export default defineConfig({ ...base, test: { ...base.test, testTimeout: 600_000 } });
