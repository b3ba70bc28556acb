import { existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { FLOWS_FOLDER, FLOWS_LIST, NO_FLOWS, type CarriedFlows } from './carried-flows.ts';
import { installedPackages, OUR_SCOPE, type InstalledPackage } from './installed-packages.ts';

/** Documents, types and maps: nothing that runs. */
const NOT_RUN = /\.(map|md|markdown|flow|tsbuildinfo)$|\.d\.[cm]?ts$|(^|\/)\.[^/]+$/;

/** A native library for another system: `bin/napi-v6/<platform>/<arch>/`, as onnxruntime-node has them. */
const NATIVE = /(?:^|\/)bin\/napi-v\d+\/([a-z0-9]+)\/([a-z0-9]+)\//;

/** What the linters and tests of a checkout read is not shipped. */
const CONFIGS_LEFT_OUT = ['eslint', 'vitest', 'package.json'];

/**
 * The files that a program needs at run time, by their paths in the code package: each a path on this machine, or what it
 * holds.
 *
 * @param folder of the program's package, built
 * @param flows of others, which it runs too
 */
export function packageFiles(
  folder: string,
  flows: CarriedFlows = NO_FLOWS,
): ReadonlyMap<string, string | Uint8Array> {
  const files = new Map<string, string | Uint8Array>();
  const besides = { from: FLOWS_FOLDER, packages: flows.packages };
  for (const installed of installedPackages(folder, besides)) {
    for (const path of filesOf(installed)) {
      files.set(`${installed.target}/${path}`, join(installed.folder, path));
    }
  }
  const made = [...builtInConfigs(folder), ...pythonProgram(folder), ...flows.files];
  for (const [path, file] of made) files.set(path, file);
  if (flows.modules.length > 0) {
    files.set(FLOWS_LIST, Buffer.from(`${JSON.stringify(flows.modules)}\n`));
  }
  return new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function filesOf({ folder, files, name }: InstalledPackage): readonly string[] {
  // Of one of ours in a checkout, only what is published; npm has left out the rest of the others.
  const isPublished = (path: string): boolean =>
    files === null ||
    folder.includes(`${sep}node_modules${sep}`) ||
    path === 'package.json' ||
    files.some((each) => path === each || path.startsWith(`${each}/`));
  return below(folder).filter((path) => {
    // Ours have their sources beside their builds; of others, `src` may be what runs
    if (NOT_RUN.test(path) || (name.startsWith(OUR_SCOPE) && path.startsWith('src/'))) return false;
    if (!isPublished(path)) return false;
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

/** The transform in Python: in a checkout it is not in the package yet, but under tools/. */
function pythonProgram(folder: string): readonly (readonly [string, string])[] {
  const python = join(folder, '../../tools/rapids/python');
  if (existsSync(join(folder, 'python')) || !existsSync(python)) return [];
  return below(join(python, 'lf_rapids'))
    .filter((path) => path.endsWith('.py'))
    .map((path) => [
      `node_modules/@lf/pipeline/python/lf_rapids/${path}`,
      join(python, 'lf_rapids', path),
    ]);
}

/** Paths of all files below a folder, '/'-separated, but for packages within it. */
function below(folder: string, prefix = ''): string[] {
  return readdirSync(join(folder, prefix), { withFileTypes: true }).flatMap((entry) => {
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : below(folder, `${path}/`);
    return entry.isFile() ? [path] : [];
  });
}
