import { ACTION_CODES } from '@lf/contract';
import type { TableSchema } from './table-schema.ts';

/** The letters of the column `symbols` and the codes of their actions. */
export const SYMBOL_CODES = {
  V: ACTION_CODES.detail,
  A: ACTION_CODES.add,
  R: ACTION_CODES.remove,
  P: ACTION_CODES.purchase,
} as const;

/** A file of ready-made prefixes: one row is one session, cut some events after its first add. */
export const PREFIXES_TABLE = {
  name: 'prefixes',
  mayBeEmpty: false,
  columns: [
    { name: 'session_key', kind: 'id', nullable: false },
    { name: 'visitor_id', kind: 'id', nullable: false },
    { name: 'events_after_first_add', kind: 'count', nullable: false },
    {
      name: 'symbols',
      kind: 'text',
      nullable: false,
      pattern: `[${Object.keys(SYMBOL_CODES).join('')}]+`,
    },
    { name: 'label', kind: 'count', nullable: false, values: ['0', '1'] },
  ],
} as const satisfies TableSchema;
