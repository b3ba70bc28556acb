import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A package that a program needs at run time, and where it goes in a new `node_modules`. */
export interface InstalledPackage {
  /** On this machine, all links resolved. */
  readonly folder: string;
  /** Such as `node_modules/@lf/flow`; within another package where two versions of one name are needed. */
  readonly target: string;
  readonly name: string;
  /** Of package.json: what is published; null: all. */
  readonly files: readonly string[] | null;
}

interface Manifest {
  readonly name: string;
  readonly files?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

/**
 * A package and all that it needs at run time, as they are installed here: by npm, by links into a workspace or otherwise.
 * They are laid out anew so that each finds the versions that it finds here. Optional peers are left out.
 *
 * @param folder of the package
 * @param besides what files in another folder of the new layout import
 */
export function installedPackages(
  folder: string,
  besides: {
    readonly from: string;
    readonly packages: readonly { readonly name: string; readonly folder: string }[];
  } = { from: '', packages: [] },
): readonly InstalledPackage[] {
  const root = realpathSync(folder);
  const first = readManifest(root);
  const placed = new Map<string, InstalledPackage>();
  const place = (at: string, manifest: Manifest, target: string): InstalledPackage => {
    const found = { folder: at, target, name: manifest.name, files: manifest.files ?? null };
    placed.set(target, found);
    return found;
  };
  // Breadth first: all that a package needs has its place before what those need in turn.
  const waiting = [place(root, first, `node_modules/${first.name}`)];
  const add = (wanted: string, name: string, from: string): void => {
    const there = lookUp(placed, from, name);
    if (there?.folder === wanted) return;
    const target = there === undefined ? `node_modules/${name}` : `${from}/node_modules/${name}`;
    waiting.push(place(wanted, readManifest(wanted), target));
  };
  const addAllNeeded = (): void => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      for (const name of neededBy(readManifest(one.folder))) {
        const wanted = findInstalled(one.folder, name);
        if (wanted !== null) add(wanted, name, one.target);
      }
    }
  };
  addAllNeeded();
  for (const { name, folder: wanted } of besides.packages) {
    // A run has one Local Flow: this one
    const isOurs = name.startsWith(OUR_SCOPE) && placed.has(`node_modules/${name}`);
    if (!isOurs) add(wanted, name, besides.from);
  }
  addAllNeeded();
  return [...placed.values()];
}

function neededBy(manifest: Manifest): readonly string[] {
  const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = manifest;
  const peers = Object.keys(peerDependencies ?? {}).filter(
    (name) => peerDependenciesMeta?.[name]?.optional !== true,
  );
  return [
    ...new Set([
      ...Object.keys(dependencies ?? {}),
      ...Object.keys(optionalDependencies ?? {}),
      ...peers,
    ]),
  ];
}

/** Of the names of our packages. */
export const OUR_SCOPE = '@lf/';

/** What a package would load under a name in the new layout. */
function lookUp(
  placed: ReadonlyMap<string, InstalledPackage>,
  from: string,
  name: string,
): InstalledPackage | undefined {
  const inner = placed.get(`${from}/node_modules/${name}`);
  if (inner !== undefined) return inner;
  const outer = from.lastIndexOf('/node_modules/');
  return outer === -1
    ? placed.get(`node_modules/${name}`)
    : lookUp(placed, from.slice(0, outer), name);
}

/** Where the files of a folder here find a package; null: it is not installed, as those for other systems. */
export function findInstalled(from: string, name: string): string | null {
  const candidate = join(from, 'node_modules', name);
  if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
  const parent = dirname(from);
  return parent === from ? null : findInstalled(parent, name);
}

/** The manifests are of packages that npm has installed, so read before. */
function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}
