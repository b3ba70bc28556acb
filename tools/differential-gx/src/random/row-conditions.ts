import type { DrawnColumn } from './columns.ts';
import type { Draw } from './draw.ts';
import type { Given } from '../exact-json.ts';
import { givenOf } from './scalars.ts';
import type { DrawnTable } from './tables.ts';

const COMPARISONS = ['==', '!=', '<', '<=', '>', '>='] as const;
const PLAIN_NAME = /^[a-z_]\w*$/i;
const PYTHON_WORDS = ['and', 'or', 'not', 'in', 'class', 'null', 'index'];
/** pandas' backticks take no quotes; what pandas cannot ask is nothing to compare. */
const UNASKED = /["'`]|[^\w .%]|^index$|^__/;

/** A column as a query names it. */
function nameOf({ name }: DrawnColumn): string {
  return PLAIN_NAME.test(name) && !PYTHON_WORDS.includes(name) ? name : `\`${name}\``;
}

/** A value as Python writes it. */
function literal(value: Given): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}

type Atom = (draw: Draw, column: DrawnColumn, table: DrawnTable) => string;

const compared: Atom = (draw, column) =>
  `${nameOf(column)} ${draw.oneOf(COMPARISONS)} ${literal(givenOf(draw, column))}`;

const ATOMS: readonly [Atom, ...Atom[]] = [
  compared,
  compared,
  compared,
  (draw, column) =>
    `${literal(givenOf(draw, column))} ${draw.oneOf(COMPARISONS)} ${nameOf(column)}`,
  (draw, column) =>
    `${nameOf(column)} ${draw.oneOf(['in', 'not in'])} [${[1, 2, 3].map(() => literal(givenOf(draw, column))).join(', ')}]`,
  (draw, column) => `${nameOf(column)}.${draw.oneOf(['isnull', 'notnull', 'isna', 'notna'])}()`,
  (draw, column, table) => {
    const others = table.columns.filter(
      ({ kind, name }) => kind === column.kind && isAskable(name),
    );
    return `${nameOf(column)} ${draw.oneOf(COMPARISONS)} ${nameOf(draw.anyOf(others, column))}`;
  },
  (draw, column) =>
    `${literal(givenOf(draw, column))} <= ${nameOf(column)} < ${literal(givenOf(draw, column))}`,
];

function isAskable(name: string): boolean {
  return !UNASKED.test(name);
}

function atom(draw: Draw, table: DrawnTable): string {
  const column = draw.anyOf(
    table.columns.filter(({ name }) => isAskable(name)),
    undefined,
  );
  if (column === undefined) return '1 == 1';
  if (column.kind === 'time') return `${nameOf(column)}.notnull()`;
  if (column.kind === 'boolean' && draw.oneIn(3)) return nameOf(column);
  return draw.oneOf(ATOMS)(draw, column, table);
}

/** A condition in pandas' query syntax. */
function query(draw: Draw, table: DrawnTable, depth = 0): string {
  if (depth > 1 || draw.oneIn(2)) return atom(draw, table);
  const [left, right] = [query(draw, table, depth + 1), query(draw, table, depth + 1)];
  switch (draw.below(5)) {
    case 0:
      return `not (${left})`;
    case 1:
      return `(${left}) & (${right})`;
    case 2:
      return `(${left}) | ~(${right})`;
    case 3:
      return `${left} or ${right}`;
    default:
      return `${left} and ${right}`;
  }
}

/** A condition as great_expectations saves it since 1.8: an object. */
function condition(draw: Draw, table: DrawnTable, isNested = false): Given {
  const column = draw.anyOf(
    table.columns.filter(
      ({ name, kind }) => isAskable(name) && kind !== 'time' && kind !== 'boolean',
    ),
    undefined,
  );
  if (column === undefined)
    return isNested ? null : { type: 'pass_through', pass_through_filter: '1 == 1' };
  const named = { column: { name: column.name } };
  switch (isNested ? 1 + draw.below(5) : draw.below(6)) {
    case 0:
      return { type: 'pass_through', pass_through_filter: query(draw, table) };
    case 1:
      return { type: 'nullity', ...named, is_null: draw.oneIn(2) };
    case 2:
      return {
        type: 'comparison',
        ...named,
        operator: draw.oneOf(['IN', 'NOT_IN']),
        parameter: [1, 2].map(() => givenOf(draw, column)),
      };
    default:
      return {
        type: 'comparison',
        ...named,
        operator: draw.oneOf(COMPARISONS),
        parameter: givenOf(draw, column),
      };
  }
}

/** great_expectations' own syntax knows numbers and ASCII only. */
function isReadByTheirs(value: Given): boolean {
  if (typeof value === 'string') return /^\w[\w :.+-]*$/.test(value);
  return typeof value === 'number' || typeof value === 'bigint';
}

type Kwargs = Readonly<Record<string, Given>>;

/** `row_condition` in one of its notations, or none. */
export function drawRowCondition(draw: Draw, table: DrawnTable): Kwargs {
  if (!draw.oneIn(4)) return {};
  switch (draw.below(5)) {
    case 0:
      return { row_condition: condition(draw, table) };
    case 1: {
      const type = draw.oneOf(['and', 'or']);
      const conditions = [1, 2].map(() => condition(draw, table, true));
      return conditions.includes(null) ? {} : { row_condition: { type, conditions } };
    }
    case 2: {
      const column = draw.anyOf(
        table.columns.filter(({ name, kind }) => isAskable(name) && kind !== 'time'),
        undefined,
      );
      const given = column === undefined ? 1 : givenOf(draw, column);
      if (column === undefined || !isReadByTheirs(given)) return {};
      const test = draw.oneIn(4) ? '.notnull()' : ` ${draw.oneOf(COMPARISONS)} ${literal(given)}`;
      return {
        row_condition: `col("${column.name}")${test}`,
        condition_parser: 'great_expectations',
      };
    }
    default:
      return { row_condition: query(draw, table), condition_parser: 'pandas' };
  }
}
