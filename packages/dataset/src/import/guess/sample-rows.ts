import type { Engine } from '../../engine/engine.ts';
import { RecordScanner } from '../../upload/csv/record-scanner.ts';
import { readHead, readSource } from '../../upload/unpack/read-source.ts';
import { jsonRows, parquetTable } from '../read/read-events.ts';
import type { Input } from '../read/open-input.ts';

/** The first rows of a file; where rows hold objects, their values are found by ways such as `a.b`. */
export interface Sample {
  readonly columns: readonly string[];
  /** The first parts of all ways, those to lists as well. */
  readonly roots: readonly string[];
  /** Text of each column; '' where there is none. */
  readonly rows: readonly (readonly string[])[];
}

/** Enough to see what columns hold; a whole file may be larger than memory. */
const MOST_ROWS = 20_000;
const SAMPLE_BYTES = 8 * 2 ** 20;

/** Objects deeper than this, and rows with more values, are of another kind than events. */
const MOST_LEVELS = 4;
const MOST_COLUMNS = 1000;

export async function sampleRows(engine: Engine, input: Input): Promise<Sample> {
  if (input.format === 'csv') {
    const rows: (readonly string[])[] = [];
    const scanner = new RecordScanner(input.source.layout, {
      onRow: (_line, fields) => {
        if (rows.length < MOST_ROWS) rows.push(fields.map(textOf));
      },
      onProblem: () => undefined,
    });
    const head = await readHead(readSource(input.source), SAMPLE_BYTES);
    // The last line may be cut
    scanner.add(
      head.subarray(0, head.length < SAMPLE_BYTES ? head.length : head.lastIndexOf(0x0a) + 1),
    );
    scanner.end();
    return { columns: input.names, roots: input.names, rows };
  }
  const from =
    input.format === 'json'
      ? `SELECT json::VARCHAR AS row FROM ${jsonRows(input)} WHERE json_type(json) = 'OBJECT'`
      : `SELECT to_json(rows)::VARCHAR AS row FROM ${parquetTable(input.readPath)} AS rows`;
  const found = await engine.rows(`looking at ${input.path}`, `${from} LIMIT ${MOST_ROWS / 10}`);
  const roots = new Set<string>();
  const objects = found.map(({ row }) => {
    const values = new Map<string, string>();
    const object: unknown = JSON.parse(String(row));
    if (typeof object === 'object' && object !== null) {
      for (const key of Object.keys(object)) roots.add(key);
    }
    collect(object, '', 0, values);
    return values;
  });
  const columns = [...new Set(objects.flatMap((values) => [...values.keys()]))].slice(
    0,
    MOST_COLUMNS,
  );
  return {
    columns,
    roots: [...roots],
    rows: objects.map((values) => columns.map((name) => values.get(name)?.trim() ?? '')),
  };
}

/** Latin-1 as the scanner gives it, read as UTF-8. */
function textOf(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8').trim();
}

function collect(value: unknown, path: string, level: number, into: Map<string, string>): void {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    into.set(path, String(value));
    return;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  if (level > MOST_LEVELS) return;
  for (const [key, member] of Object.entries(value)) {
    collect(member, path === '' ? key : `${path}.${key}`, level + 1, into);
  }
}
