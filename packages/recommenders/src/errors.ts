import { formatConfigIssues, type ConfigIssue } from '@lf/config';

/** Every error that @lf/recommenders throws on purpose: `code` is stable, the message says what to do. */
export class RecommenderError extends Error {
  override readonly name: string = 'RecommenderError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A config has unknown, misspelt or out-of-range keys: correct each one that the message lists. */
export class RecConfigError extends RecommenderError {
  override readonly name = 'RecConfigError';
  readonly choice: string;
  readonly issues: readonly ConfigIssue[];

  constructor(choice: string, issues: readonly ConfigIssue[]) {
    super('rec_config_invalid', formatConfigIssues(`the config of ${choice}`, issues));
    this.choice = choice;
    this.issues = issues;
  }
}

/** A model choice is not in `MODEL_CHOICES`: the message lists them. */
export class UnknownModelChoiceError extends RecommenderError {
  override readonly name = 'UnknownModelChoiceError';

  constructor(choice: string, choices: readonly string[]) {
    super(
      'model_choice_unknown',
      `While choosing the model, expected one of ${choices.join(', ')}, got ${JSON.stringify(choice)}.`,
    );
  }
}

/** An option of a call is out of its range: the message names it and the range. */
export class RecOptionError extends RecommenderError {
  override readonly name = 'RecOptionError';

  constructor(option: string, expected: string, value: unknown) {
    super(
      'rec_option_invalid',
      `While reading the option ${option}, expected ${expected}, got ${String(value)}.`,
    );
  }
}

/** Files are not a recommender of this package, or of another version: train again. */
export class RecommenderFormatError extends RecommenderError {
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

/** A model's weights are so large that a session's scores overflow: the ranking would be none. Train it again. */
export class RecommenderOutputError extends RecommenderError {
  override readonly name = 'RecommenderOutputError';

  constructor(found: string, options?: ErrorOptions) {
    super(
      'recommender_output_invalid',
      `While ranking the items for a session, expected finite scores, got ${found.replace(/\.$/, '')}. ` +
        'The weights of the model are out of range: train it again.',
      options,
    );
  }
}
