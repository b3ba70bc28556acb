import type { ImportAction } from './map/import-map.ts';
import type { RowProblem } from '../upload/row-problems.ts';
import { quoted } from '../upload/printable.ts';

/** Why rows did not become events. */
export const DROP_REASONS = {
  unreadable_line: 'lines that are no rows',
  invalid_json: 'lines that are no JSON',
  filtered: 'left out by where',
  dropped_action: 'actions that the map drops',
  unknown_action: 'actions that the map does not know',
  no_session: 'neither a session nor a visitor',
  no_time: 'without a time',
  wrong_time: 'times that cannot be read',
  absurd_time: 'times outside the years 2000 to 2099',
  repeated: 'equal to another row in everything',
} as const;

export type DropReason = keyof typeof DROP_REASONS;

/** Reasons that are no fault of the rows: the map wants them, or the row is there once already. */
const WANTED: readonly DropReason[] = ['filtered', 'dropped_action', 'repeated'];

/** Rows that should have become events and did not. */
export function rowsLost({ dropped }: Pick<ImportAccount, 'dropped'>): number {
  return dropped
    .filter(({ reason }) => !WANTED.includes(reason))
    .reduce((sum, { rows }) => sum + rows, 0);
}

/** A wrong value, and how many rows hold it. */
export interface DroppedValue {
  readonly value: string;
  readonly rows: number;
}

/** Rows that one reason dropped. */
export interface Dropped {
  readonly reason: DropReason;
  readonly rows: number;
  /** The most frequent values, at most `MOST_VALUES`. */
  readonly values: readonly DroppedValue[];
}

/** Values listed for each reason. */
export const MOST_VALUES = 10;

/** A file that was read, and its rows: lines, or members of lists where the map takes each of them. */
export interface ImportedFile {
  readonly path: string;
  /** Index of the source in the map. */
  readonly source: number;
  readonly rows: number;
  /** What is wrong with its lines, with line numbers. */
  readonly problems: readonly RowProblem[];
}

/** What became of every row: `rowsRead` = `events` + the rows of `dropped`. */
export interface ImportAccount {
  readonly files: readonly ImportedFile[];
  /** Files that no source of the map fits. */
  readonly skippedFiles: readonly string[];
  readonly rowsRead: number;
  readonly events: number;
  readonly dropped: readonly Dropped[];
  readonly actions: Readonly<Record<ImportAction, number>>;
  readonly sessions: number;
  /** Sessions that begin after a pause, with the id that the ones before them have. */
  readonly sessionsCut: number;
  readonly items: number;
  /** Events that should name a product and do not. */
  readonly withoutItem: number;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** The account as lines of text: every row is in one of them. */
export function describeAccount(account: ImportAccount): string {
  const { rowsRead, events, dropped, files, skippedFiles } = account;
  const rest = dropped.reduce((sum, { rows }) => sum + rows, 0);
  const lines = [
    `${count(rowsRead, 'row')} read from ${count(files.length, 'file')} = ${count(events, 'event')} + ${rest} dropped`,
    ...dropped.map(
      ({ reason, rows, values }) =>
        `  dropped ${rows}: ${DROP_REASONS[reason]}${describeValues(values, rows)}`,
    ),
  ];
  for (const { path, problems } of files) {
    for (const { kind, count: rows, expected, place, examples } of problems) {
      const places = examples.slice(0, MOST_PLACES).map(({ line }) => line);
      lines.push(
        `  ${path}: ${kind}, ${count(rows, 'line')} (${place} ${places.join(', ')}${rows > places.length ? ', ...' : ''}); ${expected}`,
      );
    }
  }
  if (skippedFiles.length > 0) {
    const shown = skippedFiles.slice(0, MOST_PLACES).join(', ');
    const more = skippedFiles.length - MOST_PLACES;
    lines.push(
      `${count(skippedFiles.length, 'file')} not read, no source of the map fits: ${shown}${more > 0 ? ` and ${more} more` : ''}`,
    );
  }
  if (events > 0) lines.push(...describeEvents(account));
  return lines.join('\n');
}

function describeEvents(account: ImportAccount): readonly string[] {
  const { actions, sessions, sessionsCut, items, withoutItem, firstMs, lastMs } = account;
  const done = Object.entries(actions).filter(([, rows]) => rows > 0);
  const lines = [
    `events: ${done.map(([action, rows]) => `${rows} ${action}`).join(', ')}`,
    `${count(sessions, 'session')}, ${sessionsCut} of them begin after a pause; ${count(items, 'item')}; ${new Date(firstMs).toISOString()} to ${new Date(lastMs).toISOString()}`,
  ];
  if (withoutItem > 0) {
    lines.push(`${count(withoutItem, 'event')} other than page views name no item; they stay`);
  }
  return lines;
}

/** Places listed for one problem, and names for one list. */
const MOST_PLACES = 5;

function describeValues(values: readonly DroppedValue[], rows: number): string {
  if (values.length === 0) return '';
  const shown = values.reduce((sum, each) => sum + each.rows, 0);
  const list = values.map((each) => `${quoted(each.value)} ${each.rows}`).join(', ');
  return `: ${list}${rows > shown ? `, others ${rows - shown}` : ''}`;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
