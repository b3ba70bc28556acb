import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { whyNotApplicable } from './applies.ts';
import { readCases } from './case-file.ts';
import { runCase } from './run-case.ts';

/** How the cases of one expectation went. */
export interface Tally {
  passed: number;
  readonly failed: { readonly title: string; readonly why: string }[];
  readonly skipped: { readonly title: string; readonly why: string }[];
}

/** Runs every case file of a folder; tallies by expectation. */
export async function runFolder(folder: string): Promise<ReadonlyMap<string, Tally>> {
  const tallies = new Map<string, Tally>();
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  for (const file of files.sort()) {
    for (const each of readCases(readFileSync(join(folder, file), 'utf8'))) {
      const tally = tallies.get(each.expectation) ?? { passed: 0, failed: [], skipped: [] };
      tallies.set(each.expectation, tally);
      const { title } = each;
      const notApplicable = whyNotApplicable(each);
      if (notApplicable !== null) {
        tally.skipped.push({ title, why: notApplicable });
        continue;
      }
      const why = await runCase(each);
      if (why === null) tally.passed += 1;
      else tally.failed.push({ title, why });
    }
  }
  return tallies;
}

/** The tallies as lines: a table, what was skipped and what failed by name, and the totals last. */
export function report(tallies: ReadonlyMap<string, Tally>): readonly string[] {
  const rows = [...tallies];
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  const line = (name: string, ...counts: readonly (string | number)[]) =>
    [name.padEnd(width), ...counts.map((count) => String(count).padStart(6))].join('');
  const named = (kind: 'failed' | 'skipped') =>
    rows.flatMap(([name, tally]) =>
      tally[kind].map(({ title, why }) => `${kind}: ${name} / ${title}: ${why}`),
    );
  const total = (count: (tally: Tally) => number) =>
    rows.reduce((sum, [, tally]) => sum + count(tally), 0);
  return [
    line('expectation', 'pass', 'fail', 'n/a'),
    ...rows.map(([name, { passed, failed, skipped }]) =>
      line(name, passed, failed.length, skipped.length),
    ),
    ...named('skipped'),
    ...named('failed'),
    `${total(({ passed }) => passed)} passed, ${total(({ failed }) => failed.length)} failed, ${total(({ skipped }) => skipped.length)} skipped`,
  ];
}
