import { posix } from 'node:path';

/** `[text](target)` outside code; an image is left alone. */
const LINK = /(?<!!)\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)/g;

/** `![text](target)`, a picture. */
const PICTURE = /!\[([^\]]*)\]\(([^()\s]+)\)/g;

/** What VitePress serves from the root of the site. */
const PUBLIC = 'apps/docs/book/public/';

/**
 * The text of a repository's Markdown file as a page of the book.
 *
 * Links to files that are pages go to the pages. Links to any other file of the repository become its path as code:
 * the book is read without the repository. Pictures of the book are shown from its own folder.
 *
 * @param file path of the Markdown file from the root
 * @param pages page by file, such as `packages/flow` by `packages/flow/README.md`
 */
export function rewriteLinks(
  text: string,
  file: string,
  pages: ReadonlyMap<string, string>,
): string {
  return outsideCode(text, (prose) =>
    withPictures(prose, file).replace(LINK, (whole: string, label: string, target: string) => {
      if (/^([a-z]+:|#)/.test(target)) return whole;
      const [path = '', anchor] = target.split('#');
      const found = posix.join(posix.dirname(file), path).replace(/\/$/, '');
      const page = pages.get(found) ?? pages.get(`${found}/README.md`);
      if (page !== undefined) {
        return `[${label}](/${page}${anchor === undefined ? '' : `#${anchor}`})`;
      }
      return label.includes('`') ? label : `${label} (\`${found}\`)`;
    }),
  );
}

/** Pictures in the book's folder by their address in the site. */
function withPictures(prose: string, file: string): string {
  return prose.replace(PICTURE, (whole: string, label: string, target: string) => {
    const found = posix.join(posix.dirname(file), target);
    return found.startsWith(PUBLIC) ? `![${label}](/${found.slice(PUBLIC.length)})` : whole;
  });
}

/** `change` of each paragraph, list or table: of all that is neither a fenced nor an indented block. */
function outsideCode(text: string, change: (prose: string) => string): string {
  const changed: string[] = [];
  let fence = '';
  let paragraph: string[] = [];
  const endParagraph = (): void => {
    if (paragraph.length > 0) changed.push(change(paragraph.map(escapeTags).join('\n')));
    paragraph = [];
  };
  for (const line of text.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? '';
    // An indented block does not begin within a paragraph
    const isIndented = paragraph.length === 0 && line.startsWith('    ');
    if (fence === '' && mark === '' && line !== '' && !isIndented) {
      paragraph.push(line);
      continue;
    }
    endParagraph();
    if (fence === '') fence = mark;
    else if (mark.startsWith(fence)) fence = '';
    changed.push(line);
  }
  endParagraph();
  return changed.join('\n');
}

/** `<name>` in prose is a text to a reader of GitHub's page and would be an element of Vue here. */
function escapeTags(line: string): string {
  return line
    .split(/(`+[^`]+`+)/)
    .map((part) => (part.startsWith('`') ? part : part.replace(/<(?=[a-z/])(?!https?:)/gi, '&lt;')))
    .join('');
}
