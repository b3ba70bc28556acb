import { textOf } from './csv-file.ts';
import type { CsvFile } from './csv-file.ts';
import { RecordScanner } from './record-scanner.ts';

/** The lines at which rows of a file begin, found by reading it again; rows count from 0 after the header. */
export async function linesOfRows(
  file: CsvFile,
  rows: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const wanted = new Set(rows);
  const lines = new Map<number, number>();
  let row = file.header ? -1 : 0;
  const scanner = new RecordScanner(
    file.marks,
    ({ line }) => {
      if (wanted.has(row)) lines.set(row, line);
      row++;
    },
    file.skippedBytes > 0 ? 2 : 1,
  );
  for await (const chunk of textOf(file)) {
    scanner.feed(chunk);
    if (lines.size === wanted.size) return lines;
  }
  scanner.finish(0);
  return lines;
}
