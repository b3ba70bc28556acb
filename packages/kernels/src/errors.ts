/** Every error that @lf/kernels throws on purpose: `code` is stable, the message says what to do. */
export class KernelsError extends Error {
  override readonly name: string = 'KernelsError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** An argument of the LSTM kernel is out of its range or does not fit the others. */
export class LstmInputError extends KernelsError {
  override readonly name = 'LstmInputError';
  readonly argument: string;
  readonly expected: string;
  readonly received: string;

  constructor(argument: string, expected: string, received: string) {
    super(
      'lstm_input',
      `The fused LSTM cannot take ${argument}: expected ${expected}, received ${received}.`,
    );
    this.argument = argument;
    this.expected = expected;
    this.received = received;
  }
}

/** A method of the LSTM kernel was called when it cannot work: after `dispose`, or out of order. */
export class LstmStateError extends KernelsError {
  override readonly name = 'LstmStateError';

  constructor(message: string) {
    super('lstm_state', message);
  }
}
