import type { TableSchema } from './table-schema.ts';

/** SKUs may hold any character. */
const NOT_BLANK = String.raw`(?s).*\S.*`;

/** A file of ready-made cases: one row is the beginning of a session and the item that came next. */
export const NEXT_ITEM_CASES_TABLE = {
  name: 'test_cases',
  mayBeEmpty: false,
  columns: [
    // Items in time order: with spaces between them, or as a bracketed list
    { name: 'prefix', kind: 'text', nullable: false, pattern: NOT_BLANK },
    { name: 'target', kind: 'text', nullable: false, pattern: NOT_BLANK },
  ],
} as const satisfies TableSchema;
