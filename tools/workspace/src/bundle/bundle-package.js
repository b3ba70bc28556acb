import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** What a bundle was made of, beside it: not published. */
const NOTE = 'bundle.tsbuildinfo';

/**
 * The sources of a package that become files of their own: what it exports, its commands, and the programs that it
 * starts in threads or processes of their own, which `programs` of its package.json lists.
 *
 * @param {string} folder of the package
 * @returns {readonly string[]} paths such as `src/index.ts`
 */
function entriesOf(folder) {
  const { exports = {}, bin = {}, programs = [] } = readManifest(folder);
  const exported = Object.values(exports).flatMap((target) => target['@lf/source'] ?? []);
  const commands = Object.values(bin).map((path) =>
    path.replace(/^\.\/dist\//, './src/').replace(/\.js$/, '.ts'),
  );
  return [...new Set([...exported, ...commands, ...programs].map((path) => join(path)))];
}

/** @param {string} folder */
function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** A package whose sources can be bundled: ours are published or are a part of one that is. @param {string} folder */
export function isBundled(folder) {
  return entriesOf(folder).length > 0;
}

/**
 * Bundles the sources of a package into few files of `dist`: Node opens a file in half a millisecond, and the command
 * line has a thousand. What other packages export stays theirs. Each file appears whole, so that several may bundle at
 * once; files of earlier bundles stay, since a process may still load them.
 *
 * @param {string} folder of the package
 */
export async function bundlePackage(folder) {
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    absWorkingDir: folder,
    entryPoints: [...entriesOf(folder)],
    outdir: 'dist',
    outbase: 'src',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    sourcesContent: false,
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const sources = Object.keys(metafile.inputs).map((path) => stampOf(folder, path));
  const isChunk = (path) => relative(folder, path).split(sep)[1] === 'chunks';
  // Who finds an entry finds all that it imports
  for (const { path, contents } of outputFiles.sort((a, b) => isChunk(b.path) - isChunk(a.path))) {
    writeWhole(path, contents);
  }
  const own = [stampOf(folder, 'package.json'), ownStamp()];
  writeWhole(join(folder, 'dist', NOTE), JSON.stringify([...sources, ...own]));
}

/** Whether the bundle in `dist` is of the sources as they are now. @param {string} folder of the package */
export function isCurrent(folder) {
  let noted;
  try {
    noted = JSON.parse(readFileSync(join(folder, 'dist', NOTE), 'utf8'));
  } catch {
    return false;
  }
  return [ownStamp(), ...noted].every(([path, stamp]) => stampOf(folder, path)[1] === stamp);
}

function ownStamp() {
  return stampOf('/', import.meta.filename);
}

function stampOf(folder, path) {
  const facts = statSync(path.startsWith('/') ? path : join(folder, path), {
    throwIfNoEntry: false,
  });
  return [path, facts === undefined ? 'gone' : `${facts.mtimeMs} ${facts.size}`];
}

function writeWhole(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  const aside = `${path}.${process.pid}.part`;
  writeFileSync(aside, contents);
  renameSync(aside, path);
}
