import { isDeepStrictEqual } from 'node:util';

/** What a judge read, compared with what the run noted. */
export interface Verdict {
  readonly judge: string;
  readonly what: string;
  /** Null: they agree. */
  readonly difference: string | null;
}

/** Collects what one judge says. */
export class Verdicts {
  readonly #judge: string;
  readonly all: Verdict[] = [];

  constructor(judge: string) {
    this.#judge = judge;
  }

  equal(what: string, actual: unknown, expected: unknown): void {
    const difference = isDeepStrictEqual(actual, expected)
      ? null
      : `expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
    this.all.push({ judge: this.#judge, what, difference });
  }
}

/** A line for each difference, then the count. */
export function report(verdicts: readonly Verdict[]): readonly string[] {
  const failed = verdicts.filter(({ difference }) => difference !== null);
  const judges = [...new Set(verdicts.map(({ judge }) => judge))];
  return [
    ...judges.map((judge) => {
      const own = verdicts.filter((verdict) => verdict.judge === judge);
      const agreed = own.filter(({ difference }) => difference === null).length;
      return `${judge}: ${agreed} of ${own.length} as noted`;
    }),
    ...failed.map(({ judge, what, difference }) => `${judge}: ${what}: ${difference ?? ''}`),
    `${verdicts.length - failed.length} passed, ${failed.length} failed`,
  ];
}
