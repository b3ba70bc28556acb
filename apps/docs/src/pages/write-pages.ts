import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BOOK } from '../repository.ts';
import { repositoryPages, type RepositoryPage } from './repository-pages.ts';
import { rewriteLinks } from './rewrite-links.ts';
import { settingsPage } from './settings-page.ts';

/** What is generated, and so ignored by git. */
const GENERATED = ['packages', 'apps', 'tools', 'decisions', 'settings.md', 'packages.md'];

/** Writes the pages that come from the rest of the repository into the book. */
export function writePages(): void {
  const { readmes, decisions } = repositoryPages();
  for (const name of GENERATED) rmSync(join(BOOK, name), { recursive: true, force: true });
  const pages = new Map([...readmes, ...decisions].map(({ file, page }) => [file, page]));
  for (const page of handWritten())
    pages.set(`apps/docs/book/${page}.md`, page.replace(/(^|\/)index$/, '$1'));
  for (const { file, page, text } of [...readmes, ...decisions]) {
    put(`${page}.md`, rewriteLinks(text, file, pages));
  }
  put('decisions/index.md', decisionsIndex(decisions));
  put('packages.md', packagesIndex(readmes));
  put('settings.md', settingsPage());
}

/** The pages that are in the book's folder once those generated are gone. */
function handWritten(): readonly string[] {
  return readdirSync(BOOK, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.slice(0, -'.md'.length));
}

function decisionsIndex(decisions: readonly RepositoryPage[]): string {
  const byOwner = groupBy(decisions, ownerOf);
  const parts = [...byOwner].map(([owner, records]) => {
    const lines = records.map(({ title, page }) => `- [${title}](/${page})`);
    return `## ${owner}\n\n${lines.join('\n')}\n`;
  });
  return `# Decisions\n\nWhat was worth arguing about, each with its reasons and what was measured, in the package that it is about.\n\n${parts.join('\n')}`;
}

function packagesIndex(readmes: readonly RepositoryPage[]): string {
  const parts = [...groupBy(readmes, ({ page }) => page.split('/')[0] ?? '')].map(
    ([parent, pages]) =>
      `## ${parent}\n\n${pages.map(({ title, page }) => `- [${title}](/${page})`).join('\n')}\n`,
  );
  return `# Packages, apps and tools\n\nThe README of each. A package is of use alone, too: \`npm i @lf/expectations\`.\n\n${parts.join('\n')}`;
}

const ownerOf = ({ page }: RepositoryPage): string => page.split('/')[1] ?? '';

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

function put(name: string, text: string): void {
  const path = join(BOOK, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
