import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, extname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PipelineError } from '../errors.ts';
import { FLOWS_FOLDER, type CarriedFlows } from './carried-flows.ts';
import { importsOf } from './imports-of.ts';
import { findInstalled } from './installed-packages.ts';

/** What imports others: JSON, WebAssembly and native libraries do not. */
const HAS_IMPORTS = /^\.[cm]?[jt]s$/;

/**
 * The modules of LF_FLOWS as a code package carries them: with every file that they import, whether at once or in the
 * body of a step, and with the packages that these name.
 *
 * @param modules absolute paths
 * @param say gets a line for each import that only a run can tell
 * @throws PipelineError `flows_not_carried` that lists all that is in the way
 */
export async function carryFlows(
  modules: readonly string[],
  say: (line: string) => void,
): Promise<CarriedFlows> {
  const entries = modules.map((path) => realpathSync(path));
  const packages = new Map<string, string>();
  const problems: string[] = [];
  const files = new Set(entries);
  // A set hands out what is added while it is gone through
  for (const file of files) {
    if (!HAS_IMPORTS.test(extname(file))) continue;
    const read = await importsOf(readFileSync(file, 'utf8')).catch((error: unknown) => {
      problems.push(`${file} cannot be read as JavaScript (${textOf(error)})`);
      return null;
    });
    for (const line of read?.computedLines ?? []) {
      say(
        `note: line ${line} of ${file} imports by a computed name; the code package carries only files whose names are written there`,
      );
    }
    for (const [specifier, { isStatic }] of read?.imports ?? []) {
      const found = resolve(file, specifier);
      if (found.kind === 'file') files.add(found.path);
      else if (found.kind === 'package') packages.set(found.name, found.folder);
      else if (found.kind === 'unfit' || (found.kind === 'absent' && isStatic)) {
        problems.push(`${file} imports ${JSON.stringify(specifier)}: ${found.why}`);
      }
    }
  }
  if (problems.length > 0) throw notCarried(problems);
  const manifests = new Map([...files].flatMap((file) => nearestManifest(dirname(file))));
  const root = commonFolder([...files, ...manifests.keys()]);
  const placeOf = (path: string): string =>
    `${FLOWS_FOLDER}/${relative(root, path).split(sep).join('/')}`;
  return {
    modules: entries.map(placeOf),
    files: new Map<string, string | Uint8Array>([
      ...[...files].map((path) => [placeOf(path), path] as const),
      ...[...manifests].map(([path, text]) => [placeOf(path), Buffer.from(text)] as const),
    ]),
    packages: [...packages]
      .map(([name, folder]) => ({ name, folder }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

type Resolved =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'package'; readonly name: string; readonly folder: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'absent' | 'unfit'; readonly why: string };

/** Where Node finds what a file imports; packages by the folder that is installed. */
function resolve(file: string, specifier: string): Resolved {
  if (isBuiltin(specifier) || specifier.startsWith('data:')) return { kind: 'none' };
  if (specifier.startsWith('#')) {
    const why = 'names of `imports` in a package.json are not carried; write the path of the file';
    return { kind: 'unfit', why };
  }
  if (specifier.startsWith('/') || /^[a-z]+:/i.test(specifier)) {
    return { kind: 'unfit', why: 'no other machine has that; write a path that begins with ./' };
  }
  if (/^\.\.?(\/|$)/.test(specifier)) {
    const path = pathOf(file, specifier);
    return path === null
      ? { kind: 'absent', why: 'there is no such file' }
      : { kind: 'file', path: realpathSync(path) };
  }
  const name = /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  const folder = findInstalled(dirname(file), name);
  return folder === null
    ? { kind: 'absent', why: `the package ${name} is not installed there` }
    : { kind: 'package', name, folder };
}

/** As `import` finds it, else as `require` does, which tries endings. */
function pathOf(file: string, specifier: string): string | null {
  const path = fileURLToPath(new URL(specifier, pathToFileURL(file)));
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === true) return path;
  try {
    return createRequire(file).resolve(specifier);
  } catch {
    return null;
  }
}

/** It says whether the files below it are modules; nothing else of it is carried. */
function nearestManifest(folder: string): readonly (readonly [string, string])[] {
  const path = join(folder, 'package.json');
  if (existsSync(path)) {
    const { type } = JSON.parse(readFileSync(path, 'utf8')) as { readonly type?: unknown };
    return [[path, `${JSON.stringify({ ...(type !== undefined && { type }) })}\n`]];
  }
  const parent = dirname(folder);
  return parent === folder ? [] : nearestManifest(parent);
}

function commonFolder(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => dirname(path).split(sep));
  const end = first.findIndex((part, at) => others.some((parts) => parts[at] !== part));
  return first.slice(0, end === -1 ? first.length : end).join(sep) || sep;
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function notCarried(problems: readonly string[]): PipelineError {
  const lines = problems.map((problem) => `  ${problem}`).join('\n');
  return new PipelineError(
    'flows_not_carried',
    `Putting the flows of LF_FLOWS into the code package, by which containers run them:\n${lines}\nCorrect that, or make one file of each flow by a bundler and name it in LF_FLOWS.`,
  );
}
