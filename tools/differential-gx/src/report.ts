import type { Case } from './cases.ts';

/** How one case went on one table. */
export interface Verdict {
  readonly table: string;
  readonly each: Case;
  readonly difference: string | null;
  /** Why a difference is meant, where it is. */
  readonly known: string | null;
}

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

function kindOf({ difference, known }: Verdict): keyof Tally {
  return difference === null ? 'passed' : known === null ? 'failed' : 'skipped';
}

/** The verdicts as lines: a table, what differs by name, and the totals last. */
export function report(verdicts: readonly Verdict[]): readonly string[] {
  const tallies = new Map<string, Tally>();
  const total: Tally = { passed: 0, failed: 0, skipped: 0 };
  for (const verdict of verdicts) {
    const { type } = verdict.each;
    const tally = tallies.get(type) ?? { passed: 0, failed: 0, skipped: 0 };
    tallies.set(type, tally);
    tally[kindOf(verdict)] += 1;
    total[kindOf(verdict)] += 1;
  }
  const width = Math.max(0, ...[...tallies.keys()].map(({ length }) => length));
  const line = (name: string, ...counts: readonly (string | number)[]) =>
    [name.padEnd(width), ...counts.map((count) => String(count).padStart(6))].join('');
  const named = verdicts
    .filter((verdict) => verdict.difference !== null)
    .map((verdict) => {
      const { table, each, difference, known } = verdict;
      const reason = known === null ? '' : ` (meant: ${known})`;
      return `${kindOf(verdict)}: ${table} / ${each.type} ${JSON.stringify(each.kwargs)}: ${difference ?? ''}${reason}`;
    });
  return [
    line('expectation', 'pass', 'fail', 'skip'),
    ...[...tallies]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { passed, failed, skipped }]) => line(name, passed, failed, skipped)),
    ...named.sort(),
    `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`,
  ];
}
