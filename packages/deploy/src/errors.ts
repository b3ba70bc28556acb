/** Every error that @lf/deploy throws on purpose: `code` is stable, the message says what to do. */
export class DeployError extends Error {
  override readonly name: string = 'DeployError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
