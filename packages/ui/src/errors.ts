/** Every error that @lf/ui throws on purpose: `code` is stable, the message says what to do. */
export class UiError extends Error {
  override readonly name: string = 'UiError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The port that was asked for is another program's. Choose another, or none. */
export class PortTakenError extends UiError {
  override readonly name = 'PortTakenError';

  constructor(port: number, options?: ErrorOptions) {
    super(
      'ui_port_taken',
      `Showing runs: port ${port} of this machine is taken; choose another with --port, or leave it out.`,
      options,
    );
  }
}

/** A request that is not answered: it came from elsewhere, or without the token, or makes no sense. */
export class RefusedRequestError extends UiError {
  override readonly name = 'RefusedRequestError';
  readonly status: 400 | 401 | 403 | 404 | 405 | 409 | 413 | 415;

  constructor(status: RefusedRequestError['status'], code: string, message: string) {
    super(code, message);
    this.status = status;
  }
}

/** A note that was not kept because another wrote one meanwhile. The page shows the words, so that they are not lost. */
export class UnkeptNoteError extends UiError {
  override readonly name = 'UnkeptNoteError';
  readonly runId: string;
  readonly text: string;

  constructor(of: { readonly runId: string; readonly text: string }, options?: ErrorOptions) {
    super(
      'note_not_kept',
      `Noting something of run ${of.runId}: its notes were changed meanwhile, and yours were not kept. Read them, and add your words.`,
      options,
    );
    this.runId = of.runId;
    this.text = of.text;
  }
}
