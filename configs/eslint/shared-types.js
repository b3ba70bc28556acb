import ts from 'typescript';
import { parser } from 'typescript-eslint';

/** Packages whose global declarations add names only, and change nothing of JavaScript's own objects. */
const HARMLESS = /\/node_modules\/(@types\/node|undici-types|@webgpu\/types)\//;

const checked = new WeakSet();

/**
 * typescript-eslint's parser for a program that several tsconfigs share. It refuses a program with global declarations
 * that only some of them have: those would change the types that rules see in all the others.
 */
export const sharedTypesParser = {
  ...parser,
  parseForESLint(code, options) {
    const result = parser.parseForESLint(code, options);
    const { program } = result.services;
    if (program && !checked.has(program)) {
      requireNoGlobals(program);
      checked.add(program);
    }
    return result;
  },
};

/** Throws if a package gives `program` global declarations beyond JavaScript's and Node's. Ours only add names. */
export function requireNoGlobals(program) {
  const globals = program
    .getSourceFiles()
    .filter(
      (file) =>
        file.isDeclarationFile &&
        !ts.isExternalModule(file) &&
        !program.isSourceFileDefaultLibrary(file) &&
        file.fileName.includes('/node_modules/') &&
        !HARMLESS.test(file.fileName),
    )
    .map(({ fileName }) => fileName);
  if (globals.length > 0)
    throw new Error(
      `the lint of all projects: expected no global declarations but Node's, got those of ${globals.join(', ')}. ` +
        'Add the package to GLOBALS in tools/workspace/src/lint/type-programs.js: files that import it get a program of their own',
    );
}
