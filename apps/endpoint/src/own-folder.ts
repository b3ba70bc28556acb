import { fileURLToPath } from 'node:url';

/** The folder of this package, wherever its code was bundled to. */
export const OWN_FOLDER = fileURLToPath(
  new URL('.', import.meta.resolve('@lf/endpoint/package.json')),
);
