import { init, parse } from 'es-module-lexer';

/** What the source of a module imports. */
export interface SourceImports {
  /** As they are written; each once. */
  readonly imports: ReadonlyMap<string, { readonly isStatic: boolean }>;
  /** Lines, from 1, of an `import()` whose module only a run can tell. */
  readonly computedLines: readonly number[];
}

/** A comment may hold one too: what it names is carried as well, which does no harm. */
const REQUIRE = /\brequire\(\s*(['"])([^'"\n]+)\1\s*\)/g;

/** Erased by Node, so that nothing is loaded for it. */
const OF_TYPES = /^(import|export)\s+type\b/;

/**
 * Reads which modules a source names: by `import`, by `export ... from`, by `import()` and by `require`.
 *
 * @throws Error where the source is no JavaScript
 */
export async function importsOf(source: string): Promise<SourceImports> {
  await init;
  const imports = new Map<string, { isStatic: boolean }>();
  const computedLines: number[] = [];
  const add = (specifier: string, isStatic: boolean): void => {
    imports.set(specifier, { isStatic: isStatic || imports.get(specifier)?.isStatic === true });
  };
  for (const { n: specifier, d: dynamicAt, ss: from, se: to } of parse(source)[0]) {
    if (dynamicAt === IMPORT_META || OF_TYPES.test(source.slice(from, to))) continue;
    if (specifier !== undefined) add(specifier, dynamicAt === STATIC);
    else computedLines.push(source.slice(0, from).split('\n').length);
  }
  for (const [, , specifier = ''] of source.matchAll(REQUIRE)) add(specifier, false);
  return { imports, computedLines };
}

/** In place of the position of an `import()`, as the lexer has them. */
const STATIC = -1;
const IMPORT_META = -2;
