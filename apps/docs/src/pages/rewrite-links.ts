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

/** `change` of all that is neither a fenced nor an indented block. */
function outsideCode(text: string, change: (prose: string) => string): string {
  let fence = '';
  return text
    .split('\n')
    .map((line) => {
      const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? '';
      if (fence === '' && mark !== '') fence = mark;
      else if (fence !== '') {
        if (mark.startsWith(fence)) fence = '';
      } else if (!/^ {4}/.test(line)) return change(escapeTags(line));
      return line;
    })
    .join('\n');
}

/** `<name>` in prose is a text to a reader of GitHub's page and would be an element of Vue here. */
function escapeTags(line: string): string {
  return line
    .split(/(`+[^`]+`+)/)
    .map((part) => (part.startsWith('`') ? part : part.replace(/<(?=[a-z/])(?!https?:)/gi, '&lt;')))
    .join('');
}
