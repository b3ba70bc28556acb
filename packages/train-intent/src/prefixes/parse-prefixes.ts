import { ACTION_CODES, type LabelledSequences } from '@lf/dataset';
import { PrefixesFormatError } from '../errors.ts';

const COLUMNS = [
  'session_key',
  'visitor_id',
  'events_after_first_add',
  'symbols',
  'label',
] as const;
/** Failures that a message shows; the rest are counted. */
const SHOWN_FAILURES = 20;
const CODE_OF_SYMBOL: ReadonlyMap<string, number> = new Map([
  ['V', ACTION_CODES.detail],
  ['A', ACTION_CODES.add],
]);

/**
 * Rows from a CSV of sessions cut after their first add, grouped by visitor.
 *
 * The file has no times: `startMs` is NaN.
 *
 * @param text the CSV: columns session_key, visitor_id, events_after_first_add, symbols, label in
 *   any order, symbols of V (detail) and A (add)
 * @param source how messages name the file
 * @throws PrefixesFormatError listing every bad row, the first 20 in full
 */
export function parsePrefixes(text: string, source: string): LabelledSequences {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const header = lines[0]?.split(',') ?? [];
  const missing = COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    const found = header.join(',') || 'nothing';
    const failure = `row 1: expected columns ${COLUMNS.join(',')}, got ${found}`;
    throw new PrefixesFormatError(source, [failure], 1);
  }
  if (lines.length === 1)
    throw new PrefixesFormatError(source, ['row 2: expected a row, got none'], 1);

  const place = Object.fromEntries(COLUMNS.map((column) => [column, header.indexOf(column)]));
  const rows = lines.length - 1;
  const offsets = new Uint32Array(rows + 1);
  const codes: number[] = [];
  const labels = new Uint8Array(rows);
  const cuts = new Uint8Array(rows);
  const groups = new Uint32Array(rows);
  const groupOfVisitor = new Map<string, number>();
  const failures: string[] = [];
  let failureCount = 0;
  const fail = (row: number, message: string) => {
    if (failureCount++ < SHOWN_FAILURES) failures.push(`row ${row + 2}: ${message}`);
  };
  for (let row = 0; row < rows; row++) {
    const fields = lines[row + 1]?.split(',') ?? [];
    if (fields.length !== header.length) {
      fail(row, `expected ${header.length} fields, got ${fields.length}`);
      continue;
    }
    const field = (column: (typeof COLUMNS)[number]) => fields[place[column] ?? -1] ?? '';
    const cut = Number(field('events_after_first_add'));
    if (!/^\d+$/.test(field('events_after_first_add')) || cut > 255) {
      fail(
        row,
        `expected events_after_first_add from 0 to 255, got '${field('events_after_first_add')}'`,
      );
    }
    if (!/^[01]$/.test(field('label')))
      fail(row, `expected a label of 0 or 1, got '${field('label')}'`);
    if (!/^[VA]+$/.test(field('symbols')))
      fail(row, `expected symbols of V and A, got '${field('symbols')}'`);
    for (const symbol of field('symbols')) codes.push(CODE_OF_SYMBOL.get(symbol) ?? 0);
    offsets[row + 1] = codes.length;
    labels[row] = Number(field('label'));
    cuts[row] = cut;
    const visitor = field('visitor_id');
    const group = groupOfVisitor.get(visitor) ?? groupOfVisitor.size;
    groupOfVisitor.set(visitor, group);
    groups[row] = group;
  }
  if (failureCount > 0) throw new PrefixesFormatError(source, failures, failureCount);
  return {
    offsets,
    actions: Uint8Array.from(codes),
    labels,
    cuts,
    groups,
    startMs: new Float64Array(rows).fill(NaN),
  };
}
