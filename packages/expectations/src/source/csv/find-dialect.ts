import { RecordReader, splitRecord } from './split-record.ts';
import type { Marks } from './record-scanner.ts';

/** Marks that separate fields in files found in the wild, the usual one first. */
const DELIMITERS = [',', ';', '\t', '|'] as const;

/** As many records as a dialect is judged by. */
const JUDGED_RECORDS = 1000;

/** A text cannot be told apart by its first lines; `message` is a reason that says what to give. */
export class UnclearDialectError extends Error {}

/** How a candidate cuts the first records: the header's fields, and how many records have as many. */
interface Trial {
  readonly delimiter: string;
  readonly columns: number;
  readonly records: number;
  readonly fitting: number;
}

export const byteOf = (mark: string | null | undefined) => (mark == null ? -1 : mark.charCodeAt(0));

/** The records of a text's beginning as fields; the last one only where the text ends with it. */
export function firstRecords(
  head: Uint8Array,
  isWhole: boolean,
  marks: Marks,
  limit = JUDGED_RECORDS,
): { readonly fields: readonly string[]; readonly isFaulty: boolean }[] {
  const records: { fields: readonly string[]; isFaulty: boolean }[] = [];
  const reader = new RecordReader(marks, (record, text) => {
    if (records.length >= limit) return;
    records.push({ fields: splitRecord(text(), marks), isFaulty: record.fault !== null });
  });
  reader.feed(head);
  if (isWhole) reader.finish();
  return records;
}

function tryDelimiter(
  delimiter: string,
  head: Uint8Array,
  isWhole: boolean,
  marks: Omit<Marks, 'delimiter'>,
): Trial {
  const records = firstRecords(head, isWhole, { ...marks, delimiter: byteOf(delimiter) });
  const columns = records[0]?.fields.length ?? 0;
  const fitting = records.filter(
    ({ fields, isFaulty }) => fields.length === columns && !isFaulty,
  ).length;
  return { delimiter, columns, records: records.length, fitting };
}

const shown = (delimiter: string) => JSON.stringify(delimiter);

/**
 * Finds the delimiter by the first line, which must hold it, and by the records after it, which should
 * have as many fields. Throws UnclearDialectError where two fit equally.
 */
export function findDelimiter(
  head: Uint8Array,
  isWhole: boolean,
  marks: Omit<Marks, 'delimiter'>,
): string {
  const trials = DELIMITERS.map((each) => tryDelimiter(each, head, isWhole, marks)).filter(
    ({ columns }) => columns > 1,
  );
  const fitting = trials.filter(({ records, fitting: count }) => count === records);
  const [best] = fitting;
  if (fitting.length > 1) {
    throw new UnclearDialectError(
      `its fields are separated by ${fitting.map(({ delimiter }) => shown(delimiter)).join(' or by ')}: both fit. Give the delimiter.`,
    );
  }
  if (best !== undefined) return best.delimiter;
  const [nearest] = trials.toSorted(
    (a, b) => b.fitting / b.records - a.fitting / a.records || b.columns - a.columns,
  );
  return nearest?.delimiter ?? ',';
}

/** Refuses a text whose fields all stand in single quotes, which would be read as part of them. */
export function requireDoubleQuotes(
  records: readonly { readonly fields: readonly string[] }[],
): void {
  const columns = records[0]?.fields.length ?? 0;
  for (let column = 0; column < columns; column++) {
    const values = records
      .map(({ fields }) => fields[column] ?? '')
      .filter((value) => value !== '');
    if (values.length > 0 && values.every((value) => /^'.*'$/s.test(value))) {
      throw new UnclearDialectError(
        `every field of its column ${column + 1} is in single quotes. Give the quote: ' where they only enclose the fields, " where they belong to them.`,
      );
    }
  }
}

/** Excel's first line that names the delimiter, `sep=;`: the delimiter and how long the line is. */
export function separatorLine(
  head: Uint8Array,
): { readonly delimiter: string; readonly bytes: number } | null {
  const found = /^sep=([\t\x20-\x7e])(\r\n|\n|\r)/i.exec(
    Buffer.from(head.subarray(0, 16)).toString('latin1'),
  );
  const [line, delimiter] = found ?? [];
  if (line === undefined || delimiter === undefined) return null;
  return { delimiter, bytes: line.length };
}
