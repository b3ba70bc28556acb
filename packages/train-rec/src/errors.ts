/** Every error that @lf/train-rec throws on purpose: `code` is stable, the message says what to do. */
export class TrainRecError extends Error {
  override readonly name: string = 'TrainRecError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Sessions cannot be trained on, ranked for or evaluated with: there are none, or their columns do not fit. */
export class RecDataError extends TrainRecError {
  override readonly name = 'RecDataError';
}

/** Training diverged: a loss was not a number. Lower LR. */
export class TrainingDivergedError extends TrainRecError {
  override readonly name = 'TrainingDivergedError';
  readonly epoch: number;

  constructor(epoch: number, loss: number, learningRate: number) {
    super(
      'training_diverged',
      `While training, epoch ${epoch} gave a loss of ${loss}; expected a finite number. ` +
        `Lower LR (now ${learningRate}).`,
    );
    this.epoch = epoch;
  }
}

/** A file of word vectors is none, is cut short or belongs to other sessions: `line` is where. */
export class WordVectorsError extends TrainRecError {
  override readonly name = 'WordVectorsError';
  readonly line: number;

  constructor(line: number, expected: string, got: string) {
    super(
      'word_vectors_invalid',
      `While reading word vectors, expected ${expected}, got ${got} in line ${line}. ` +
        'Give vectors.txt as the training of these sessions wrote it.',
    );
    this.line = line;
  }
}
