import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { DocsError } from '../errors.ts';
import { ROOT, workspaces, workspacesWithReadme } from '../repository.ts';

/** A Markdown file of the repository that is a page of the book too. */
export interface RepositoryPage {
  /** From the root: `packages/flow/README.md`. */
  readonly file: string;
  /** In the book, without `.md`: `packages/flow`. */
  readonly page: string;
  readonly title: string;
  readonly text: string;
}

/** The READMEs and the decision records. */
export function repositoryPages(): {
  readonly readmes: readonly RepositoryPage[];
  readonly decisions: readonly RepositoryPage[];
} {
  const readmes = workspacesWithReadme().map(({ folder }) => page(`${folder}/README.md`, folder));
  const decisions = workspaces().flatMap(({ folder, name }) => {
    const records = `${folder}/docs/decisions`;
    if (!existsSync(join(ROOT, records))) return [];
    return readdirSync(join(ROOT, records))
      .filter((file) => file.endsWith('.md'))
      .sort()
      .map((file) =>
        page(`${records}/${file}`, `decisions/${name}/${posix.basename(file, '.md')}`),
      );
  });
  return { readmes, decisions };
}

function page(file: string, name: string): RepositoryPage {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const title = /^# (.+)$/m.exec(text)?.[1];
  if (title === undefined) {
    throw new DocsError(
      'no_title',
      `${file} becomes a page of the book and has no '# ' title. Give it one.`,
    );
  }
  return { file, page: name, title, text };
}
