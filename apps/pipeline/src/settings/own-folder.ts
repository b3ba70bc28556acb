import { fileURLToPath } from 'node:url';

/** The folder of this package, wherever its code was bundled to. */
export const OWN_FOLDER = fileURLToPath(
  new URL('.', import.meta.resolve('@lf/pipeline/package.json')),
);

/** Whether this is not the build but the sources, as in tests. */
export const IS_SOURCE = import.meta.url.endsWith('.ts');
