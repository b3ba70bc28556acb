import { formatConfigIssues, type ConfigIssue } from '@lf/config';

/** Every error that @lf/train-intent throws on purpose: `code` is stable, the message says what to do. */
export class TrainIntentError extends Error {
  override readonly name: string = 'TrainIntentError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A config has unknown, misspelt or out-of-range keys: correct each one that the message lists. */
export class IntentConfigError extends TrainIntentError {
  override readonly name = 'IntentConfigError';
  readonly issues: readonly ConfigIssue[];

  constructor(issues: readonly ConfigIssue[]) {
    super('intent_config_invalid', formatConfigIssues('the intent config', issues));
    this.issues = issues;
  }
}

/** A data set cannot be trained or evaluated on: it is empty, of one class, or holds an unknown code. */
export class IntentDataError extends TrainIntentError {
  override readonly name = 'IntentDataError';
}

/** Training diverged: the loss of an epoch was not a number. Lower LEARNING_RATE. */
export class TrainingDivergedError extends TrainIntentError {
  override readonly name = 'TrainingDivergedError';
  readonly epoch: number;

  constructor(epoch: number, loss: number, learningRate: number) {
    super(
      'training_diverged',
      `While training, epoch ${epoch} gave a loss of ${loss}; expected a finite number. ` +
        `Lower LEARNING_RATE (now ${learningRate}).`,
    );
    this.epoch = epoch;
  }
}
