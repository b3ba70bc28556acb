import { defineConfig } from 'vitest/config';
import { base } from '../../configs/vitest/base.js';

export default defineConfig(base);
