import { exactJson } from '../exact-json.ts';
import { meantLines, tallyLines, totalLine } from '../report.ts';
import type { Checked } from './checked.ts';
import { tableSql } from './tables.ts';

/** The difference without its values: failures of one kind have the same. */
const kindOf = ({ each, difference }: Checked) =>
  `${each.type} ${(difference ?? '').replaceAll(/"[^"]*"|[\d.]+|\[.*/g, '_').slice(0, 80)}`;

/** A first failure of each kind, at most `count`. */
export function shownFailures(checked: readonly Checked[], count: number): readonly Checked[] {
  const byKind = new Map<string, Checked>();
  for (const each of checked) {
    const isFailure = each.difference !== null && each.known === null;
    if (isFailure && !byKind.has(kindOf(each))) byKind.set(kindOf(each), each);
  }
  return [...byKind.values()].slice(0, count);
}

function shown(failure: Checked): string {
  const { each, table, part, zone, ours, theirs, difference } = failure;
  return [
    `failed: ${each.type} under ${zone}: ${difference ?? ''}`,
    `  kwargs ${exactJson(each.kwargs)}`,
    `  format ${exactJson(part.format)}`,
    `  table  ${tableSql(table)}`,
    `  ours   ${JSON.stringify(ours)}`,
    `  theirs ${JSON.stringify(theirs)}`,
  ].join('\n');
}

/** The checks as lines: a table, reduced failures, all failures in short, the totals last. */
export function reportDrawn(
  checked: readonly Checked[],
  reduced: readonly Checked[],
): readonly string[] {
  const failed = checked.filter(({ difference, known }) => difference !== null && known === null);
  return [
    ...tallyLines(checked),
    ...failed.map(
      ({ each, zone, difference }) =>
        `failed: ${zone} ${each.type} ${exactJson(each.kwargs)}: ${difference ?? ''}`,
    ),
    ...reduced.map(shown),
    ...meantLines(checked),
    totalLine(checked),
  ];
}
