import ts from 'typescript';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, matchesGlob } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { requireNoGlobals } from '../../../configs/eslint/shared-types.js';
import { splitProjects } from '../src/lint/split-projects.js';
import { typePrograms } from '../src/lint/type-programs.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

let workspace;
beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'lf-lint-'));
});
afterEach(() => {
  rmSync(workspace, { recursive: true });
});

it('gives projects whose options agree one program, and each other options theirs', () => {
  project('a', { strict: true, outDir: 'dist' });
  project('b', { strict: true, declaration: true });
  project('c', { strict: true, lib: ['es2023', 'dom'] });
  const types = typePrograms(workspace, ['a', 'b', 'c']);
  expect(types.programs.map(({ files }) => files.map(below))).toEqual([
    ['a/src/index.ts', 'b/src/index.ts'],
    ['c/src/index.ts'],
  ]);
  expect(types.globs.b).toEqual([{ files: ['src/**/*.ts'], ignores: [], program: 0 }]);
  expect(splitProjects(types)).toEqual([['c'], ['a', 'b']]);
});

it('keeps a package that changes the objects of JavaScript to the tsconfig that imports it', () => {
  project('a', { strict: true });
  project('b', { strict: true }, "import asc from 'assemblyscript/asc';\nasc();\n");
  const { programs } = typePrograms(workspace, ['a', 'b']);
  expect(programs.map(({ files, own }) => [files.map(below), own])).toEqual([
    [['a/src/index.ts'], false],
    [['b/src/index.ts'], true],
  ]);
});

it('refuses a shared program with the global declarations of one package', () => {
  write('node_modules/odd/globals.d.ts', 'interface Array<T> { at(index: number): T }');
  write('index.ts', 'export const one = 1;');
  const program = (...files) =>
    ts.createProgram(
      files.map((file) => join(workspace, file)),
      { noLib: true, types: [] },
    );
  expect(() => requireNoGlobals(program('index.ts'))).not.toThrow();
  expect(() => requireNoGlobals(program('index.ts', 'node_modules/odd/globals.d.ts'))).toThrow(
    /odd\/globals\.d\.ts/,
  );
});

it('finds for each TypeScript file of this workspace the one program that its tsconfig describes', () => {
  const projects = ['packages', 'apps', 'tools'].flatMap((parent) =>
    readdirSync(join(ROOT, parent))
      .map((name) => `${parent}/${name}`)
      .filter((folder) => existsSync(join(ROOT, folder, 'eslint.config.js'))),
  );
  const { programs, globs } = typePrograms(ROOT, projects);
  const held = programs.map(({ files }) => new Set(files));
  const wrong = projects.flatMap((folder) =>
    sources(join(ROOT, folder)).filter((path) => {
      const file = path.slice(join(ROOT, folder).length + 1);
      const matching = globs[folder].filter(({ files }) =>
        files.some((glob) => matchesGlob(file, glob)),
      );
      return !(matching.length === 1 && held[matching[0].program].has(path));
    }),
  );
  expect(wrong).toEqual([]);
});

function project(name, compilerOptions, code = 'export const one = 1;\n') {
  write(`${name}/tsconfig.lib.json`, { compilerOptions, include: ['src/**/*.ts'] });
  write(`${name}/src/index.ts`, code);
}

function write(path, content) {
  mkdirSync(dirname(join(workspace, path)), { recursive: true });
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  writeFileSync(join(workspace, path), text);
}

function below(path) {
  return path.slice(workspace.length + 1);
}

/** The TypeScript files that ESLint reads below `folder`: not those of AssemblyScript, nor what is generated. */
function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return /^(node_modules|dist|out-tsc|assembly|cache|\.(?!vitepress).*)$/.test(entry.name)
        ? []
        : sources(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}
