import { defineConfig } from 'vitest/config';
import { base } from '../../configs/vitest/base.js';

// A Lambda keeps what its module has made for the life of its process: each file of tests has a process of its own
export default defineConfig({ ...base, test: { ...base.test, isolate: true } });
