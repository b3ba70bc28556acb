/** Every error that @lf/train-intent throws on purpose: `code` is stable, the message says what to do. */
export class TrainIntentError extends Error {
  override readonly name: string = 'TrainIntentError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
