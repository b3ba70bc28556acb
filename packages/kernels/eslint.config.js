import { lintConfig } from '../../configs/eslint/base.js';

// assembly/ is AssemblyScript: its compiler checks it.
export default [{ ignores: ['assembly'] }, ...lintConfig(import.meta.dirname)];
