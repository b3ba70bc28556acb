import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { markdownLinks } from './markdown-links.ts';

/** The relative links of a Markdown file below `root` that lead nowhere: no file, or no such heading in it. */
export function deadLinks(root: string, file: string): readonly string[] {
  const path = join(root, file);
  return markdownLinks(readFileSync(path, 'utf8')).links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [target = '', anchor = ''] = link.split('#');
    const to = target === '' ? path : join(dirname(path), decodeURI(target));
    if (!existsSync(to)) return true;
    return (
      anchor !== '' &&
      to.endsWith('.md') &&
      !markdownLinks(readFileSync(to, 'utf8')).anchors.has(decodeURIComponent(anchor))
    );
  });
}
