import { defineConfig } from 'vitest/config';
import { base } from '../../configs/vitest/base.js';

// One load of DuckDB and Arrow for all files instead of one each: half of the time. No test leaves state behind.
export default defineConfig({ ...base, test: { ...base.test, isolate: false } });
