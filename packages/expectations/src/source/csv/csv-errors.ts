import { UnreadableSourceError } from '../../errors.ts';

/** One kind of fault in a CSV file, with examples. */
export interface CsvProblem {
  readonly kind:
    'wrong_field_count' | 'open_quote' | 'text_after_quote' | 'bad_encoding' | 'wrong_type';
  /** How many lines (of `wrong_type`: values) have it. */
  readonly count: number;
  readonly expected: string;
  /** The first of them; `line` counts from 1, the header included. */
  readonly examples: readonly { readonly line: number; readonly found: string }[];
}

/** A fault with its examples, in words. */
export function describeProblem({ count, expected, examples }: Omit<CsvProblem, 'kind'>): string {
  const lines = examples.map(({ line, found }) => `line ${line} ${found}`);
  const more = count > examples.length ? `, and ${count - examples.length} more` : '';
  return `${expected}: ${lines.join('; ')}${more}.`;
}

const faultOf = (problems: readonly CsvProblem[]) =>
  problems.every(({ kind }) => kind === 'wrong_type')
    ? 'some values are not of the type given for them'
    : 'some lines are no rows of its table';

/** A packed file holds more than it may: a mistake, or made to fill a disk; `limitBytes` is what it may hold. */
export class UnpackLimitError extends UnreadableSourceError {
  override readonly name = 'UnpackLimitError';
  readonly limitBytes: number;

  constructor(source: string, reason: string, limitBytes: number, options?: ErrorOptions) {
    super(source, reason, { ...options, advice: '' });
    this.limitBytes = limitBytes;
  }
}

/** Lines of a CSV file are no rows of its table, or values not of their type; `problems` has all kinds, with line numbers and examples. */
export class MalformedCsvError extends UnreadableSourceError {
  override readonly name = 'MalformedCsvError';
  readonly problems: readonly CsvProblem[];

  constructor(source: string, problems: readonly CsvProblem[], options?: ErrorOptions) {
    const reasons = problems.map((problem) => `\n  - ${describeProblem(problem)}`).join('');
    super(source, `${faultOf(problems)}.${reasons}`, {
      ...options,
      advice:
        'Mend the lines, or say how the file is written: its delimiter, quote, escape, header, encoding, types or date formats.',
    });
    this.problems = problems;
  }
}
