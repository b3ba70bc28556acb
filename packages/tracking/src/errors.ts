/** Every error that @lf/tracking throws on purpose: `code` is stable, the message says what to do. */
export class TrackingError extends Error {
  override readonly name: string = 'TrackingError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
