import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

/** Options that say where and what is emitted, or how a build goes on: none changes the type of an expression. */
const WITHOUT_TYPES = new Set([
  'allowImportingTsExtensions',
  'composite',
  'configFilePath',
  'declaration',
  'declarationDir',
  'declarationMap',
  'emitDeclarationOnly',
  'incremental',
  'noEmit',
  'outDir',
  'pathsBasePath',
  'rewriteRelativeImportExtensions',
  'rootDir',
  'sourceMap',
  'tsBuildInfoFile',
]);

/** Imports of packages that change the types of JavaScript's own objects: they must reach no other tsconfig. */
const GLOBALS = /^import .* from 'assemblyscript/m;

/**
 * The TypeScript programs that type-aware lint rules need for `projects`: one for all tsconfigs whose options agree,
 * where each tsconfig by itself would load and check the libraries and the packages that it imports once more.
 *
 * @param {string} workspace the root folder
 * @param {readonly string[]} projects folders of projects, relative to it
 * @returns {{
 *   programs: { extends: string, files: string[], own: boolean }[],
 *   globs: Record<string, { files: string[], ignores: string[], program: number }[]>,
 * }} each program as a tsconfig: one whose options it takes, its files, and whether it is of
 *   that one alone; for each project, which files have which
 */
export function typePrograms(workspace, projects) {
  const programs = [];
  const byOptions = new Map();
  const globs = {};
  for (const project of projects) {
    globs[project] = [];
    for (const path of tsconfigsOf(resolve(workspace, project))) {
      const config = parse(path);
      const here = relative(resolve(workspace, project), dirname(path));
      // Files of other folders have a tsconfig of their own, by which they are linted
      const files = globsBelow(config.raw.include ?? [], here);
      if (files.length === 0 || config.fileNames.length === 0) continue;
      const own = config.fileNames.some(importsGlobals);
      const key = own ? path : typeOptions(config.options);
      if (!byOptions.has(key)) {
        byOptions.set(key, programs.length);
        programs.push({ extends: path, files: [], own });
      }
      const program = byOptions.get(key);
      programs[program].files.push(...config.fileNames);
      globs[project].push({ files, ignores: globsBelow(config.raw.exclude ?? [], here), program });
    }
  }
  return { programs, globs };
}

function tsconfigsOf(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !/^(node_modules|dist|out-tsc|assembly|\..*)$/.test(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return tsconfigsOf(path);
      return /^tsconfig(\..+)?\.json$/.test(entry.name) ? [path] : [];
    })
    .sort();
}

/** The options that the types of expressions depend on, as one text. */
function typeOptions(options) {
  const entries = Object.entries(options).filter(([name]) => !WITHOUT_TYPES.has(name));
  return JSON.stringify(entries.sort(([left], [right]) => (left < right ? -1 : 1)));
}

function importsGlobals(path) {
  return GLOBALS.test(readFileSync(path, 'utf8'));
}

function parse(path) {
  const config = ts.getParsedCommandLineOfConfigFile(
    path,
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic({ messageText }) {
        throw new Error(`${path}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
      },
    },
  );
  if (config === undefined) throw new Error(`${path}: not a tsconfig`);
  return config;
}

function globsBelow(globs, folder) {
  return globs
    .filter((glob) => !glob.startsWith('../') && glob.endsWith('.ts'))
    .map((glob) => join(folder, glob));
}
