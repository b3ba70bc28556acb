/** Every error that @lf/kernels throws on purpose: `code` is stable, the message says what to do. */
export class KernelsError extends Error {
  override readonly name: string = 'KernelsError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
