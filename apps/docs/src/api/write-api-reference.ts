import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Application, Converter, ReflectionKind, type Context } from 'typedoc';
import { DocsError } from '../errors.ts';
import { BOOK, ROOT, workspaces } from '../repository.ts';

/** The reference of every package's public exports as HTML of its own beside the book, with its own search. */
export async function writeApiReference(folder: string): Promise<void> {
  const packages = workspaces().filter(
    (one) => one.parent === 'packages' && existsSync(join(ROOT, one.folder, 'src/index.ts')),
  );
  const app = await Application.bootstrap({
    name: 'Local Flow: API reference',
    entryPoints: packages.map((one) => join(ROOT, one.folder, 'src/index.ts')),
    entryPointStrategy: 'resolve',
    tsconfig: join(import.meta.dirname, '../../tsconfig.api.json'),
    basePath: ROOT,
    readme: 'none',
    // Links to sources would name a host that the book does not know
    disableSources: true,
    excludePrivate: true,
    excludeInternal: true,
    skipErrorChecking: true,
    includeHierarchySummary: false,
    githubPages: false,
    hideGenerator: true,
    favicon: join(BOOK, 'public/icon.svg'),
    navigationLinks: { 'The book': '../' },
    logLevel: 'Error',
  });
  // TypeDoc names a module after its path; readers import it by its package's name
  const names = new Map(packages.map(({ folder }) => [`${folder}/src`, nameOf(folder)]));
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context: Context) => {
    for (const found of context.project.getReflectionsByKind(ReflectionKind.Module)) {
      found.name = names.get(found.name) ?? found.name;
    }
  });
  const project = await app.convert();
  if (project === undefined) {
    throw new DocsError(
      'command_failed',
      'TypeDoc could not read the packages; see its errors above.',
    );
  }
  const written = project.children?.map(({ name }) => name) ?? [];
  const missing = [...names.values()].filter((name) => !written.includes(name));
  if (missing.length > 0) {
    throw new DocsError(
      'command_failed',
      `The API reference should have every package, and lacks ${missing.join(', ')}; it has ${written.join(', ')}.`,
    );
  }
  await app.generateDocs(project, folder);
}

function nameOf(folder: string): string {
  const text = readFileSync(join(ROOT, folder, 'package.json'), 'utf8');
  return (JSON.parse(text) as { readonly name: string }).name;
}
