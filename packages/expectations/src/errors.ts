/** Every error that @lf/expectations throws on purpose: `code` is stable, the message says what to do. */
export class ExpectationsError extends Error {
  override readonly name: string = 'ExpectationsError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
