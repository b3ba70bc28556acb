import { defineConfig } from 'vitest/config';
import { base } from '../../configs/vitest/base.js';

export default defineConfig({ ...base, test: { ...base.test, include: ['test/**/*.test.js'] } });
