import type { TableSchema } from './table-schema.ts';

/** A file of ready-made cases: one row is the beginning of a session and the item that came next. */
export const NEXT_ITEM_CASES_TABLE = {
  name: 'test_cases',
  mayBeEmpty: false,
  columns: [
    // Items in time order with spaces between them
    { name: 'prefix', kind: 'text', nullable: false, pattern: '\\s*\\S+(\\s+\\S+)*\\s*' },
    { name: 'target', kind: 'text', nullable: false, pattern: '\\s*\\S+\\s*' },
  ],
} as const satisfies TableSchema;
