/** What the book cannot be built from; `code` says which kind of fault it is. */
export class DocsError extends Error {
  readonly code:
    'command_failed' | 'dead_links' | 'unmarked_block' | 'unknown_command' | 'no_title';

  constructor(code: DocsError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DocsError';
    this.code = code;
  }
}
