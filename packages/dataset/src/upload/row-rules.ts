import { identifier, literal } from '../engine/sql.ts';
import { EARLIEST_MS, EXPECTED_VALUES, LATEST_MS, parsedColumn } from '../schema/column-sql.ts';
import type { ColumnSchema, TableSchema } from '../schema/table-schema.ts';
import { VECTOR_LENGTH } from '../schema/tables.ts';
import type { RowProblemKind } from './row-problems.ts';

/** U+FEFF: at the beginning of a file it says that the file is Unicode. */
const BYTE_ORDER_MARK = 0xfeff;

/** A condition in SQL, over the raw fields of a row, that no row of a table may meet. */
export interface RowRule {
  readonly kind: RowProblemKind;
  readonly column: string;
  /** Never NULL: true = the row breaks the rule. */
  readonly isBroken: string;
  readonly expected: string;
  /** Whether the column holds times, whose unit is often another one. */
  readonly isTime: boolean;
}

/** Every rule on single rows of a table. */
export function rowRules(table: TableSchema): readonly RowRule[] {
  return table.columns.flatMap((column) => [
    ...emptiness(column),
    ...kindRules(column),
    ...valueRules(column),
  ]);
}

function emptiness(column: ColumnSchema): readonly RowRule[] {
  if (column.nullable) return [];
  return [
    {
      kind: 'empty_value',
      column: column.name,
      isBroken: `${identifier(column.name)} IS NULL`,
      expected: `${EXPECTED_VALUES[column.kind]}, the field is empty`,
      isTime: false,
    },
  ];
}

function kindRules(column: ColumnSchema): readonly RowRule[] {
  const raw = identifier(column.name);
  const parsed = parsedColumn(column);
  const broken = (kind: RowProblemKind, condition: string, expected: string): RowRule => ({
    kind,
    column: column.name,
    isBroken: `coalesce(${raw} IS NOT NULL AND ${condition}, false)`,
    expected,
    isTime: column.kind === 'epochMs',
  });
  const wrongType = (condition: string): RowRule =>
    broken('wrong_type', condition, EXPECTED_VALUES[column.kind]);

  switch (column.kind) {
    case 'id':
      return [
        broken(
          'byte_order_mark',
          `starts_with(${raw}, chr(${BYTE_ORDER_MARK}))`,
          'an id begins with a byte order mark, which nobody sees; were files joined that have one each?',
        ),
      ];
    case 'text':
      return [];
    case 'count':
      return [wrongType(`${parsed} IS NULL`)];
    case 'number':
      return [wrongType(`coalesce(NOT isfinite(${parsed}), true)`)];
    case 'idList':
      return [
        wrongType(
          `coalesce(len(list_filter(${parsed}, lambda id: coalesce(id, '') = '')) > 0, true)`,
        ),
      ];
    case 'vector':
      return [
        wrongType(
          `coalesce(len(list_filter(${parsed}, lambda x: coalesce(NOT isfinite(x), true))) > 0, true)`,
        ),
        broken('vector_length', `len(${parsed}) <> ${VECTOR_LENGTH}`, EXPECTED_VALUES.vector),
      ];
    case 'epochMs':
      return [
        wrongType(`${parsed} IS NULL`),
        broken(
          'absurd_timestamp',
          `${parsed} NOT BETWEEN ${EARLIEST_MS} AND ${LATEST_MS - 1}`,
          'expected milliseconds since 1970 of a time from 2000 to 2099',
        ),
      ];
  }
}

function valueRules(column: ColumnSchema): readonly RowRule[] {
  const raw = identifier(column.name);
  const rules: RowRule[] = [];
  if (column.values !== undefined) {
    const allowed = `${column.values.join(', ')}${column.nullable ? ' or nothing' : ''}`;
    rules.push({
      kind: 'unknown_value',
      column: column.name,
      isBroken: `coalesce(${raw} NOT IN (${column.values.map(literal).join(', ')}), false)`,
      expected: `allowed: ${allowed}`,
      isTime: false,
    });
  }
  if (column.pattern !== undefined) {
    rules.push({
      kind: 'unknown_value',
      column: column.name,
      isBroken: `coalesce(NOT regexp_full_match(${raw}, ${literal(column.pattern)}), false)`,
      expected: `must match ${column.pattern}`,
      isTime: false,
    });
  }
  return rules;
}
