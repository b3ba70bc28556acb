import { lintConfig } from '../../configs/eslint/base.js';

export default lintConfig(import.meta.dirname);
