/** Every error that @lf/flow throws on purpose: `code` is stable, the message says what to do. */
export class FlowError extends Error {
  override readonly name: string = 'FlowError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
