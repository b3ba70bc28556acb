import { formatBytes } from '@lf/report';
import { printable } from '../terminal/printable.ts';
import { renderTable } from '../terminal/table.ts';
import type { Collected } from './collect.ts';
import { KINDS, type Finding } from './things.ts';

/**
 * A collection for people: what goes by name, each run that stays with its reason, and of all else that stays how much for
 * which reason.
 *
 * @param again the command that removes what a dry run found
 */
export function renderCollected(collected: Collected, again: string): string {
  const { isDryRun, unneeded, kept, failed } = collected;
  const parts: string[] = [];
  if (unneeded.length > 0) {
    parts.push(isDryRun ? 'Nobody needs:' : 'Removed:', tableOf(unneeded));
  }
  if (failed.length > 0) parts.push('Not removed:', tableOf(failed));
  if (kept.length > 0) parts.push('Kept:', keptTable(kept));
  const freed = `${unneeded.length} ${unneeded.length === 1 ? 'thing' : 'things'}, ${formatBytes(sum(unneeded))}`;
  parts.push(
    isDryRun
      ? unneeded.length === 0
        ? 'Nothing is to be removed.'
        : `Nothing was removed: this was a dry run. It would remove ${freed}: ${again}`
      : `Removed ${freed}.`,
  );
  return parts.join('\n\n').replaceAll(':\n\n', ':\n');
}

function tableOf(findings: readonly Finding[]): string {
  const rows = ordered(findings).map(({ kind, name, bytes, why }) => [
    ...[kind, printable(name), formatBytes(bytes), printable(why)],
  ]);
  return renderTable(['what', 'name', 'size', 'why'], rows, ['left', 'left', 'right', 'left']);
}

function keptTable(kept: readonly Finding[]): string {
  const groups = new Map<string, { kind: string; count: number; bytes: number; why: string }>();
  for (const { kind, name, bytes, why } of ordered(kept)) {
    const shown = why.replace(/^needed by run .*/, 'needed by runs that stay');
    const key = kind === 'run' ? `run ${name}` : `${kind} ${shown}`;
    const what = kind === 'run' ? `run ${name}` : kind;
    const group = groups.get(key) ?? { kind: what, count: 0, bytes: 0, why: shown };
    groups.set(key, { ...group, count: group.count + 1, bytes: group.bytes + bytes });
  }
  const rows = [...groups.values()].map(({ kind, count, bytes, why }) => [
    ...[printable(kind), String(count), formatBytes(bytes), printable(why)],
  ]);
  return renderTable(['what', 'number', 'size', 'why'], rows, ['left', 'right', 'right', 'left']);
}

const ordered = (findings: readonly Finding[]): readonly Finding[] =>
  [...findings].sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));

export const sum = (findings: readonly Finding[]): number =>
  findings.reduce((total, { bytes }) => total + bytes, 0);
