import { togetherRead } from './csv/csv-reading.ts';
import type { CsvReading } from './csv/csv-reading.ts';
import type { JsonLinesReading } from './jsonl/json-lines-reading.ts';

/** How files of text were read, for a result's meta. */
export interface Readings {
  /** How CSV files were read: their dialect, types and null texts. */
  readonly csv?: CsvReading;
  /** How files of JSON Lines were read: their types and rows. */
  readonly jsonl?: JsonLinesReading;
}

/** Readings of parts of one table as one. */
export function allRead(readings: readonly Readings[]): Readings {
  const csv = togetherRead(readings.flatMap((each) => each.csv ?? []));
  const lines = readings.flatMap(({ jsonl }) => jsonl ?? []);
  const [first] = lines;
  return {
    ...(csv !== null && { csv }),
    ...(first !== undefined && {
      jsonl: {
        ...first,
        rows: lines.reduce((sum, { rows }) => sum + rows, 0),
        files: lines.flatMap(({ files }) => files),
      },
    }),
  };
}
