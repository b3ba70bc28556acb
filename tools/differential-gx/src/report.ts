import type { Case } from './cases.ts';

/** How one case went on one table. */
export interface Verdict {
  readonly table: string;
  readonly each: Case;
  /** The time zone of our process. */
  readonly zone: string;
  readonly difference: string | null;
  /** Why a difference is meant, where it is. */
  readonly known: string | null;
}

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

type Judged = Pick<Verdict, 'difference' | 'known'>;

function kindOf({ difference, known }: Judged): keyof Tally {
  return difference === null ? 'passed' : known === null ? 'failed' : 'skipped';
}

/** A table of how the checks of each expectation went. */
export function tallyLines(verdicts: readonly (Judged & { each: { type: string } })[]): string[] {
  const tallies = new Map<string, Tally>();
  for (const verdict of verdicts) {
    const { type } = verdict.each;
    const tally = tallies.get(type) ?? { passed: 0, failed: 0, skipped: 0 };
    tallies.set(type, tally);
    tally[kindOf(verdict)] += 1;
  }
  const width = Math.max(0, ...[...tallies.keys()].map(({ length }) => length));
  const line = (name: string, ...counts: readonly (string | number)[]) =>
    [name.padEnd(width), ...counts.map((count) => String(count).padStart(6))].join('');
  return [
    line('expectation', 'pass', 'fail', 'skip'),
    ...[...tallies]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { passed, failed, skipped }]) => line(name, passed, failed, skipped)),
  ];
}

/** How many checks each meant difference took. */
export function meantLines(verdicts: readonly Judged[]): string[] {
  const counts = new Map<string, number>();
  for (const { difference, known } of verdicts) {
    if (difference !== null && known !== null) counts.set(known, (counts.get(known) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([why, count]) => `skipped ${String(count).padStart(6)}: ${why}`);
}

/** The last line of a report, which the whole check sums. */
export function totalLine(verdicts: readonly Judged[]): string {
  const total: Tally = { passed: 0, failed: 0, skipped: 0 };
  for (const verdict of verdicts) total[kindOf(verdict)] += 1;
  return `${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`;
}

/** The verdicts as lines: a table, what differs by name, and the totals last. */
export function report(verdicts: readonly Verdict[]): readonly string[] {
  const failed = verdicts
    .filter((verdict) => kindOf(verdict) === 'failed')
    .map(
      ({ table, each, zone, difference }) =>
        `failed: ${zone} / ${table} / ${each.type} ${JSON.stringify(each.kwargs)}: ${difference ?? ''}`,
    );
  return [...tallyLines(verdicts), ...failed.sort(), ...meantLines(verdicts), totalLine(verdicts)];
}
