import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { DocsError } from '../errors.ts';

/** Follows every link of every finished page, anchors too. VitePress checks pages alone, and not the API reference. */
export function checkSite(site: string): { readonly pages: number; readonly links: number } {
  const pages = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.html'),
  );
  const ids = new Map<string, ReadonlySet<string>>();
  const idsOf = (path: string): ReadonlySet<string> => {
    const known = ids.get(path) ?? new Set(allOf(readFileSync(path, 'utf8'), /\sid="([^"]+)"/g));
    ids.set(path, known);
    return known;
  };
  const dead: string[] = [];
  let links = 0;
  for (const page of pages) {
    const from = join(site, page);
    for (const link of new Set(allOf(readFileSync(from, 'utf8'), /<a\s[^>]*?href="([^"]*)"/g))) {
      if (/^[a-z]+:/.test(link) || link === '') continue;
      links += 1;
      const [path = '', anchor = ''] = link.replaceAll('&amp;', '&').split('#');
      const to = fileOf(site, from, decodeURI(path));
      if (to === null) dead.push(`${page}: ${link}`);
      else if (
        anchor !== '' &&
        to.endsWith('.html') &&
        !idsOf(to).has(decodeURIComponent(anchor))
      ) {
        dead.push(`${page}: ${link} (${relative(site, to)} has no such anchor)`);
      }
    }
  }
  if (dead.length > 0) {
    throw new DocsError('dead_links', `The book has dead links:\n  ${dead.join('\n  ')}`);
  }
  return { pages: pages.length, links };
}

/** The file that a server of static files would send, or null. */
export function fileOf(site: string, from: string, path: string): string | null {
  if (path === '') return from;
  const base = path.startsWith('/') ? join(site, path) : join(dirname(from), path);
  const candidates = [base, `${base}.html`, join(base, 'index.html')];
  return candidates.find((name) => existsSync(name) && statSync(name).isFile()) ?? null;
}

function allOf(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, found = '']) => found);
}
