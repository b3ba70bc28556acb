import { type BackendName, BACKENDS } from './backend/backend-names.ts';
import type { BackendTry } from './backend/backend-try.ts';

/** Every error that @lf/kernels throws on purpose: `code` is stable, the message says what to do. */
export class KernelsError extends Error {
  override readonly name: string = 'KernelsError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** An argument of a kernel is out of its range or does not fit the others. */
export class KernelInputError extends KernelsError {
  override readonly name: string = 'KernelInputError';
  readonly argument: string;
  readonly expected: string;
  readonly received: string;

  constructor(
    code: string,
    kernel: string,
    argument: string,
    { expected, received }: { readonly expected: string; readonly received: string },
  ) {
    super(code, `${kernel} cannot take ${argument}: expected ${expected}, received ${received}.`);
    this.argument = argument;
    this.expected = expected;
    this.received = received;
  }
}

/** An argument of the LSTM kernel is out of its range or does not fit the others. */
export class LstmInputError extends KernelInputError {
  override readonly name = 'LstmInputError';

  constructor(argument: string, expected: string, received: string) {
    super('lstm_input', 'The fused LSTM', argument, { expected, received });
  }
}

/** An argument of the masked-language model kernel is out of its range or does not fit the others. */
export class MaskedLmInputError extends KernelInputError {
  override readonly name = 'MaskedLmInputError';

  constructor(argument: string, expected: string, received: string) {
    const cause = { expected, received };
    super('masked_lm_input', 'The fused masked-language model', argument, cause);
  }
}

/** An argument of word2vec is out of its range or does not fit the others. */
export class Word2VecInputError extends KernelInputError {
  override readonly name = 'Word2VecInputError';

  constructor(argument: string, expected: string, received: string) {
    super('word2vec_input', 'Training word2vec', argument, { expected, received });
  }
}

/** A method of the LSTM kernel was called when it cannot work: after `dispose`, or out of order. */
export class LstmStateError extends KernelsError {
  override readonly name = 'LstmStateError';

  constructor(message: string) {
    super('lstm_state', message);
  }
}

/** An argument of the search for the k best rows is out of its range or does not fit the others. */
export class TopKInputError extends KernelInputError {
  override readonly name = 'TopKInputError';

  constructor(argument: string, expected: string, received: string) {
    super('top_k_input', 'The search for the best rows', argument, { expected, received });
  }
}

/** The search for the k best rows was called after `dispose`: create another one. */
export class TopKStateError extends KernelsError {
  override readonly name = 'TopKStateError';

  constructor() {
    super('top_k_state', 'The search for the best rows was disposed: create another one.');
  }
}

/** An argument of the session encoder's kernel is out of its range or does not fit the others. */
export class SessionEncoderInputError extends KernelInputError {
  override readonly name = 'SessionEncoderInputError';

  constructor(argument: string, expected: string, received: string) {
    const cause = { expected, received };
    super('session_encoder_input', 'The fused session encoder', argument, cause);
  }
}

/** The session encoder's kernel was called after `dispose`: create another one. */
export class SessionEncoderStateError extends KernelsError {
  override readonly name = 'SessionEncoderStateError';

  constructor() {
    super('session_encoder_state', 'The fused session encoder was disposed: create another one.');
  }
}

/** A method of the masked-language model kernel was called when it cannot work. */
export class MaskedLmStateError extends KernelsError {
  override readonly name = 'MaskedLmStateError';

  constructor(message: string) {
    super('masked_lm_state', message);
  }
}

/** A TensorFlow.js backend that was asked for, or every one, is not there; says what to install. */
export class BackendUnavailableError extends KernelsError {
  override readonly name = 'BackendUnavailableError';
  /** The backend that was asked for, or `any`. */
  readonly backend: BackendName | 'any';
  readonly tried: readonly BackendTry[];
  /** Commands of which each would bring it. */
  readonly install: readonly string[];

  constructor(
    backend: BackendName | 'any',
    tried: readonly BackendTry[],
    install: readonly string[],
  ) {
    const attempts = tried.map(({ packageName, detail }) => `${packageName}: ${detail}`);
    const wanted = backend === 'any' ? `one of ${BACKENDS.join(', ')}` : backend;
    super(
      'backend_unavailable',
      `Choosing a TensorFlow.js backend: expected ${wanted} to start here; ${attempts.join('; ')}. ` +
        `Install it: ${install.join(', or: ')}.`,
    );
    this.backend = backend;
    this.tried = tried;
    this.install = install;
  }
}

/** The name of a backend is not one of BACKENDS. */
export class UnknownBackendError extends KernelsError {
  override readonly name = 'UnknownBackendError';
  readonly received: string;

  constructor(received: string) {
    super(
      'unknown_backend',
      `There is no TensorFlow.js backend ${JSON.stringify(received)}: choose one of ${BACKENDS.join(', ')}.`,
    );
    this.received = received;
  }
}
