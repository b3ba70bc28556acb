/** What an author noted, in the form of GX 0.13. */
export interface Notes {
  readonly format: 'markdown' | 'string';
  readonly content: readonly string[];
}

interface Noted {
  readonly notes?: unknown;
  readonly meta?: Readonly<Record<string, unknown>>;
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** The notes of a suite or an expectation, of 1.x (`notes`) or of 0.13 (`meta.notes`); null without any. */
export function notesOf({ notes, meta }: Noted): Notes | null {
  const old = meta?.['notes'];
  const isFormatted = typeof old === 'object' && old !== null && 'content' in old;
  const given: unknown = isFormatted ? old.content : (notes ?? old);
  const listed: readonly unknown[] = Array.isArray(given) ? given : [given];
  const content = listed.filter(isText);
  if (content.length === 0) return null;
  const isPlain = isFormatted && 'format' in old && old.format !== 'markdown';
  return { format: isPlain ? 'string' : 'markdown', content };
}
