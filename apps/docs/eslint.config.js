import { lintConfig } from '../../configs/eslint/base.js';

export default [{ ignores: ['.vitepress/cache'] }, ...lintConfig(import.meta.dirname)];
