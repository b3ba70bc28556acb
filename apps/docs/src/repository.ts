import { readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';

/** The root of the repository. */
export const ROOT = join(import.meta.dirname, '../../..');

/** The Markdown of the book. */
export const BOOK = join(import.meta.dirname, '../book');

/** Pictures of the book and of the READMEs, made by src/pictures. */
export const PICTURES = join(BOOK, 'public/pictures');

/** So that a page with several of them opens at once on a phone, and the repository stays small. */
export const PICTURE_MAX_BYTES = 150_000;

/** Where the finished site goes. */
export const SITE = join(import.meta.dirname, '../dist');

/** The folders that hold packages, in the order of the book. */
const PARENTS = ['packages', 'apps', 'tools'] as const;

/** One workspace of the repository, such as packages/dataset. */
export interface Workspace {
  readonly parent: (typeof PARENTS)[number];
  readonly name: string;
  /** From the root, with forward slashes. */
  readonly folder: string;
}

/** Every package, app and tool; found by listing, so that new ones appear by themselves. */
export function workspaces(): readonly Workspace[] {
  return PARENTS.flatMap((parent) =>
    readdirSync(join(ROOT, parent), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
      .map(({ name }) => ({ parent, name, folder: `${parent}/${name}` }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  );
}

/** Those of `workspaces()` that have a README. */
export function workspacesWithReadme(): readonly Workspace[] {
  return workspaces().filter(({ folder }) => existsSync(join(ROOT, folder, 'README.md')));
}
