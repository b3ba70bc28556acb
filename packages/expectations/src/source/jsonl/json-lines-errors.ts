import { UnreadableSourceError } from '../../errors.ts';
import { describeProblem } from '../csv/csv-errors.ts';

/** One kind of fault in a file of JSON Lines, with examples. */
export interface JsonLinesProblem {
  readonly kind: 'bad_json' | 'no_object' | 'bad_encoding' | 'too_long_number' | 'wrong_type';
  /** How many lines (of `wrong_type` and `too_long_number`: values) have it. */
  readonly count: number;
  readonly expected: string;
  /** The first of them; `line` counts from 1. */
  readonly examples: readonly { readonly line: number; readonly found: string }[];
}

/** Lines of a file are no objects in JSON, or values cannot be read without loss; `problems` has all kinds, with line numbers and examples. */
export class MalformedJsonLinesError extends UnreadableSourceError {
  override readonly name = 'MalformedJsonLinesError';
  readonly problems: readonly JsonLinesProblem[];

  constructor(source: string, problems: readonly JsonLinesProblem[], options?: ErrorOptions) {
    const reasons = problems.map((problem) => `\n  - ${describeProblem(problem)}`).join('');
    super(source, `some lines are no rows of its table.${reasons}`, {
      ...options,
      advice:
        'Mend the lines, or give the types or date formats of the columns: VARCHAR keeps a value as the text that it is.',
    });
    this.problems = problems;
  }
}
