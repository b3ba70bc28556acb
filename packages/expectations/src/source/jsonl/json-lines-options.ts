import { checkCsvOptions } from '../csv/csv-options.ts';
import type { CsvOptions } from '../csv/csv-options.ts';

/** How JSON Lines are read, as the same options of CSV say. */
export type JsonLinesOptions = Pick<CsvOptions, 'types' | 'dateFormats' | 'maxUnpackedBytes'>;

/** The options that JSON Lines have. */
export const JSON_LINES_OPTIONS = ['types', 'dateFormats', 'maxUnpackedBytes'] as const;

/** Refuses options that no file can be read with; throws ExpectationsError. */
export function checkJsonLinesOptions({ types, maxUnpackedBytes }: JsonLinesOptions): void {
  checkCsvOptions({
    ...(types !== undefined && { types }),
    ...(maxUnpackedBytes !== undefined && { maxUnpackedBytes }),
  });
}
