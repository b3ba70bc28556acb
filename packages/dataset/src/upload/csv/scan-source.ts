import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { writingFault } from '../../faults/storage-fault.ts';
import type { Source } from '../probe-source.ts';
import type { RowProblem } from '../row-problems.ts';
import { readSource } from '../unpack/read-source.ts';
import { LineProblems } from './line-problems.ts';
import { RecordScanner } from './record-scanner.ts';

/**
 * Cuts a CSV source into rows exactly, and writes them in a form that DuckDB can read in one way only.
 *
 * The form: no header, the line number first, every other field quoted unless it is empty, \n as line end.
 *
 * @param target path to write the rows to.
 * @returns what is wrong with the lines that are no rows, and how many there are.
 * @throws CorruptSourceError, SourceNotFoundError, UnreadableSourceError, DiskFullError.
 */
export async function scanSource(
  source: Source,
  target: string,
): Promise<{ readonly problems: readonly RowProblem[]; readonly badLines: number }> {
  const problems = new LineProblems(source.layout.columns);
  let rows: string[] = [];
  const scanner = new RecordScanner(source.layout, {
    onRow: (line, fields) => rows.push(regularRow(line, fields)),
    onProblem: (kind, line, text, fault) => {
      problems.add(kind, line, text, fault);
    },
  });
  const file = await open(target, 'w');
  const flush = async (): Promise<void> => {
    const text = rows.join('');
    rows = [];
    await writeRows(file, text, target);
  };
  try {
    for await (const bytes of readSource(source)) {
      scanner.add(bytes);
      await flush();
    }
    scanner.end();
    await flush();
  } finally {
    await file.close();
  }
  return { problems: problems.list(), badLines: problems.lines };
}

function regularRow(line: number, fields: readonly string[]): string {
  let row = String(line);
  for (const field of fields) {
    row += field === '' ? ',' : `,"${field.includes('"') ? field.replaceAll('"', '""') : field}"`;
  }
  return `${row}\n`;
}

/** Writes Latin-1 text, which gives the bytes back that were read. */
async function writeRows(file: FileHandle, text: string, path: string): Promise<void> {
  if (text === '') return;
  try {
    await file.writeFile(text, 'latin1');
  } catch (error) {
    throw writingFault(error, { doing: 'writing the rows of a file aside', path });
  }
}
