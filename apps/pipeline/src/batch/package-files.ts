import { existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { installedPackages, type InstalledPackage } from './installed-packages.ts';

/** Documents, types and maps: nothing that runs. */
const NOT_RUN = /\.(map|md|markdown|flow|tsbuildinfo)$|\.d\.[cm]?ts$|(^|\/)\.[^/]+$/;

/** A native library for another system: `bin/napi-v6/<platform>/<arch>/`, as onnxruntime-node has them. */
const NATIVE = /(?:^|\/)bin\/napi-v\d+\/([a-z0-9]+)\/([a-z0-9]+)\//;

/** What the linters and tests of a checkout read is not shipped. */
const CONFIGS_LEFT_OUT = ['eslint', 'vitest', 'package.json'];

/**
 * The files that a program needs at run time, by their paths in the code package.
 *
 * @param folder of the program's package, built
 */
export function packageFiles(folder: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const installed of installedPackages(folder)) {
    for (const path of filesOf(installed)) {
      files.set(`${installed.target}/${path}`, join(installed.folder, path));
    }
  }
  for (const [path, file] of builtInConfigs(folder)) files.set(path, file);
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function filesOf({ folder, files }: InstalledPackage): readonly string[] {
  // Of one of ours in a checkout, only what is published; npm has left out the rest of the others.
  const isPublished = (path: string): boolean =>
    files === null ||
    folder.includes(`${sep}node_modules${sep}`) ||
    path === 'package.json' ||
    files.some((each) => path === each || path.startsWith(`${each}/`));
  return below(folder).filter((path) => {
    if (NOT_RUN.test(path) || path.startsWith('src/') || !isPublished(path)) return false;
    const [, platform, arch] = NATIVE.exec(path) ?? [];
    return platform === undefined || (platform === process.platform && arch === process.arch);
  });
}

/** In a checkout they are not in the package yet, but at the top of the repository. */
function builtInConfigs(folder: string): readonly (readonly [string, string])[] {
  const configs = join(folder, '../../configs');
  if (existsSync(join(folder, 'configs')) || !existsSync(configs)) return [];
  return below(configs)
    .filter((path) => !CONFIGS_LEFT_OUT.includes(path.split('/')[0] ?? ''))
    .map((path) => [`node_modules/@lf/pipeline/configs/${path}`, join(configs, path)]);
}

/** Paths of all files below a folder, '/'-separated, but for packages within it. */
function below(folder: string, prefix = ''): string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : below(folder, `${path}/`);
    return entry.isFile() ? [path] : [];
  });
}
