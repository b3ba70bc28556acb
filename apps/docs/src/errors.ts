/** What the book cannot be built from; `code` says which kind of fault it is. */
export class DocsError extends Error {
  readonly code:
    | 'command_failed'
    | 'dead_links'
    | 'no_title'
    | 'picture_too_large'
    | 'unknown_command'
    | 'unmarked_block';

  constructor(code: DocsError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DocsError';
    this.code = code;
  }
}
