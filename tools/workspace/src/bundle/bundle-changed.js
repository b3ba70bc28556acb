import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { bundlePackage, isBundled, isCurrent } from './bundle-package.js';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/** Bundles each package of the checkout whose sources have changed since; a second for all, nothing for none. */
export async function bundleChanged() {
  const folders = ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(ROOT, group)).map((name) => join(ROOT, group, name)),
  );
  const changed = folders.filter((folder) => isBundled(folder) && !isCurrent(folder));
  await Promise.all(changed.map(bundlePackage));
}
