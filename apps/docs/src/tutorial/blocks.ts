import { DocsError } from '../errors.ts';

/** A fenced block of a tutorial, by what its test does with it. */
export type Block =
  | { readonly kind: 'run'; readonly line: number; readonly text: string }
  /** What the block before it printed; `…` stands for anything within a line. */
  | { readonly kind: 'output'; readonly line: number; readonly text: string }
  | { readonly kind: 'file'; readonly line: number; readonly text: string; readonly name: string }
  | {
      readonly kind: 'not run';
      readonly line: number;
      readonly text: string;
      readonly reason: string;
    };

/** What stands in front of a block, out of the reader's sight. */
const MARK = /^<!-- (file|not run): (.+) -->$/;

/**
 * The fenced blocks of a tutorial, in order.
 *
 * `sh` is run, `text` is the output of the block before it. Any other language is a file, and the line
 * `<!-- file: name -->` above says which. `<!-- not run: reason -->` above a block says why it cannot be run.
 *
 * @throws DocsError for a block that nothing tests and no reason excuses
 */
export function tutorialBlocks(markdown: string, page: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = markdown.split('\n');
  let mark = '';
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? '';
    const language = /^```(\w*)/.exec(line)?.[1];
    if (language === undefined) {
      if (line.trim() !== '') mark = line;
      continue;
    }
    const end = lines.indexOf('```', index + 1);
    const text = lines.slice(index + 1, end).join('\n') + '\n';
    blocks.push(blockOf(language, mark, text, index + 1, page));
    mark = '';
    index = end;
  }
  return blocks;
}

function blockOf(language: string, mark: string, text: string, line: number, page: string): Block {
  const [, word, value = ''] = MARK.exec(mark) ?? [];
  if (word === 'not run') return { kind: 'not run', line, text, reason: value };
  if (word === 'file') return { kind: 'file', line, text, name: value };
  if (language === 'sh') return { kind: 'run', line, text };
  if (language === 'text') return { kind: 'output', line, text };
  throw new DocsError(
    'unmarked_block',
    `${page}:${line}: a block of '${language}' is neither run (sh), output (text), a file nor excused. Put ` +
      '<!-- file: name --> or <!-- not run: reason --> on the line above it.',
  );
}

/** The first line of `expected` that `printed` does not have, in order; null where all are there. */
export function firstMissingLine(expected: string, printed: string): string | null {
  const lines = printed.split('\n').map((line) => line.trimEnd());
  let from = 0;
  for (const line of expected.trimEnd().split('\n')) {
    const pattern = new RegExp(`^${line.trimEnd().split('…').map(escaped).join('.*')}$`);
    const found = lines.findIndex((candidate, index) => index >= from && pattern.test(candidate));
    if (found < 0) return line;
    from = found + 1;
  }
  return null;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
