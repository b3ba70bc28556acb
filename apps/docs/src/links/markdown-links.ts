import MarkdownIt from 'markdown-it';

/** What one Markdown file links to, and where links may go in it. */
export interface MarkdownLinks {
  readonly links: readonly string[];
  /** Anchors of its headings, as GitHub makes them. */
  readonly anchors: ReadonlySet<string>;
}

const markdown = new MarkdownIt({ html: true });

/** Reads a file as GitHub shows it: links in code are none. */
export function markdownLinks(text: string): MarkdownLinks {
  const tokens = markdown.parse(text, {});
  const links = tokens
    .flatMap(({ children }) => children ?? [])
    .flatMap((token) => token.attrGet(token.type === 'image' ? 'src' : 'href') ?? []);
  const headings = tokens.flatMap((token, index) =>
    token.type === 'heading_open' ? (tokens[index + 1] ?? token) : [],
  );
  const anchors = new Set<string>();
  for (const heading of headings) {
    const shown = (heading.children ?? []).map(({ type, content }) =>
      type === 'text' || type === 'code_inline' ? content : '',
    );
    const base = shown
      .join('')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-');
    let anchor = base;
    for (let again = 1; anchors.has(anchor); again++) anchor = `${base}-${again}`;
    anchors.add(anchor);
  }
  return { links, anchors };
}
