import { field } from '../declare/fields.ts';
import type { Field } from '../declare/fields.ts';

/** How much a result tells, from least to most. */
export const RESULT_FORMATS = ['BOOLEAN_ONLY', 'BASIC', 'SUMMARY', 'COMPLETE'] as const;

/** One of GX's four levels of detail. */
export type ResultFormatName = (typeof RESULT_FORMATS)[number];

/** How much a result tells. */
export interface ResultFormat {
  readonly name: ResultFormatName;
  /** How many failing values the partial lists hold. */
  readonly partialCount: number;
  /** Columns that identify a row in `unexpected_index_list`; none means row positions from 0. */
  readonly indexColumns: readonly string[];
  /** Whether `unexpected_index_query` is given (COMPLETE only). */
  readonly givesIndexQuery: boolean;
  /** Whether `unexpected_rows` holds the failing rows with all of their columns. */
  readonly givesRows: boolean;
}

/** GX's object form of a result format. */
export interface ResultFormatOptions {
  readonly result_format: ResultFormatName;
  readonly partial_unexpected_count?: number;
  readonly unexpected_index_column_names?: readonly string[];
  readonly return_unexpected_index_query?: boolean;
  /** Whether `unexpected_rows` holds the failing rows with all of their columns. */
  readonly include_unexpected_rows?: boolean;
}

/** A result format in either form, as one expectation of a suite may ask for it. */
export const RESULT_FORMAT: Field<ResultFormatName | ResultFormatOptions> = field({
  type: ['string', 'object'],
  if: { type: 'string' },
  then: { enum: RESULT_FORMATS },
  else: {
    properties: {
      result_format: { enum: RESULT_FORMATS },
      partial_unexpected_count: { type: 'integer', minimum: 0 },
      unexpected_index_column_names: { type: 'array', items: { type: 'string' } },
      return_unexpected_index_query: { type: 'boolean' },
      include_unexpected_rows: { type: 'boolean' },
    },
    required: ['result_format'],
    additionalProperties: false,
  },
});

/** The length of the partial lists when none is asked for, as in GX. */
const PARTIAL_COUNT = 20;

/** A result format from either of GX's forms. */
export function resultFormat(given: ResultFormatName | ResultFormatOptions): ResultFormat {
  const options = typeof given === 'string' ? { result_format: given } : given;
  return {
    name: options.result_format,
    partialCount: options.partial_unexpected_count ?? PARTIAL_COUNT,
    indexColumns: options.unexpected_index_column_names ?? [],
    givesIndexQuery: options.return_unexpected_index_query ?? true,
    givesRows: options.include_unexpected_rows ?? false,
  };
}

/** Whether `format` tells at least as much as `level`. */
export function tellsAtLeast(format: ResultFormat, level: ResultFormatName): boolean {
  return RESULT_FORMATS.indexOf(format.name) >= RESULT_FORMATS.indexOf(level);
}
