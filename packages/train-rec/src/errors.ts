import { formatConfigIssues, type ConfigIssue } from '@lf/config';

/** Every error that @lf/train-rec throws on purpose: `code` is stable, the message says what to do. */
export class TrainRecError extends Error {
  override readonly name: string = 'TrainRecError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A config has unknown, misspelt or out-of-range keys: correct each one that the message lists. */
export class RecConfigError extends TrainRecError {
  override readonly name = 'RecConfigError';
  readonly choice: string;
  readonly issues: readonly ConfigIssue[];

  constructor(choice: string, issues: readonly ConfigIssue[]) {
    super('rec_config_invalid', formatConfigIssues(`the config of ${choice}`, issues));
    this.choice = choice;
    this.issues = issues;
  }
}

/** A model choice is none of `MODEL_CHOICES`: the message lists them. */
export class UnknownModelChoiceError extends TrainRecError {
  override readonly name = 'UnknownModelChoiceError';

  constructor(choice: string, choices: readonly string[]) {
    super(
      'model_choice_unknown',
      `While choosing the model, expected one of ${choices.join(', ')}, got ${JSON.stringify(choice)}.`,
    );
  }
}

/** Sessions cannot be trained on, ranked for or evaluated with: there are none, or their columns do not fit. */
export class RecDataError extends TrainRecError {
  override readonly name = 'RecDataError';
}

/** An option of a call is out of its range: the message names it and the range. */
export class RecOptionError extends TrainRecError {
  override readonly name = 'RecOptionError';

  constructor(option: string, expected: string, value: unknown) {
    super(
      'rec_option_invalid',
      `While reading the option ${option}, expected ${expected}, got ${String(value)}.`,
    );
  }
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

/** Files are not a recommender of this package, or of another version: train again. */
export class RecommenderFormatError extends TrainRecError {
  override readonly name = 'RecommenderFormatError';

  constructor(found: string, options?: ErrorOptions) {
    super(
      'recommender_format_invalid',
      `While restoring a recommender, expected the files that serialize() gives, got ${found}. ` +
        'Pass the files of a trained recommender.',
      options,
    );
  }
}
