import { KwargsValueError } from '../errors.ts';
import type { TableShape } from '../source/table-shape.ts';
import { compareOperands, constantFor, sideFor } from './compare-operands.ts';
import type { Arithmetic, Expression, MissingRule } from './expression.ts';
import { mostSqlOf } from './measure.ts';
import { callMethod, likeOf, pieceOf } from './methods.ts';
import { asNumber, familyOf, reckoned, shownOperand } from './operand.ts';
import type { Operand } from './operand.ts';

type Of<Kind extends Expression['kind']> = Extract<Expression, { kind: Kind }>;

/** Modulo and floor division round down in pandas, towards zero in SQL. */
function arithmeticSql(
  sign: Arithmetic,
  left: string,
  right: string,
  areIntegers: boolean,
  rule: MissingRule,
): string {
  const modulo =
    rule === 'sql' ? `(${left} % ${right})` : `(((${left} % ${right}) + ${right}) % ${right})`;
  switch (sign) {
    case '%':
      return modulo;
    case '//':
      return areIntegers ? `((${left} - ${modulo}) // ${right})` : `floor(${left} / ${right})`;
    case '/':
      return `(CAST(${left} AS DOUBLE) / ${right})`;
    case '**':
      return `pow(CAST(${left} AS DOUBLE), ${right})`;
    case '+':
    case '-':
    case '*':
      return `(${left} ${sign} ${right})`;
  }
}

/** Writes a condition as SQL, bottom-up. */
class ConditionWriter {
  readonly #table: TableShape;
  readonly #rule: MissingRule;
  readonly #mostSql: number;

  constructor(table: TableShape, rule: MissingRule, mostSql: number) {
    this.#table = table;
    this.#rule = rule;
    this.#mostSql = mostSql;
  }

  /** SQL of what holds, fails, or is unknown (NULL). */
  condition(expression: Expression): string {
    const operand = this.operand(expression);
    if (operand.is === 'row' && operand.column.kind === 'boolean') return operand.column.sql;
    throw new KwargsValueError(
      `A row condition needs a comparison or a boolean column, came ${shownOperand(operand)}.`,
    );
  }

  operand = (expression: Expression): Operand => {
    const operand = this.#written(expression);
    if (operand.is === 'row' && operand.column.sql.length > this.#mostSql) {
      throw new KwargsValueError(
        'A row condition grows too long in SQL: it has operations within one another that need their value several times, such as //, % or chained comparisons.',
      );
    }
    return operand;
  };

  #written(expression: Expression): Operand {
    switch (expression.kind) {
      case 'column':
        return { is: 'row', column: this.#table.column(expression.name) };
      case 'number':
        return { is: 'number', text: expression.text };
      case 'value':
        return { is: 'value', value: expression.value };
      case 'list':
        throw new KwargsValueError('A row condition takes a list after "in", "==" or "!=" only.');
      case 'arithmetic':
        return this.#arithmetic(expression);
      case 'negative':
        return this.#negative(expression);
      case 'inverse':
        return this.#inverse(expression);
      case 'piece':
        return pieceOf(this.operand(expression.inner), expression.from, expression.to);
      case 'call': {
        const called = callMethod(expression, this.operand);
        return 'rewritten' in called ? this.operand(called.rewritten) : called;
      }
      case 'and':
      case 'or':
        return reckoned('boolean', this.#joined(expression));
      case 'not':
        return reckoned('boolean', `(NOT ${this.condition(expression.inner)})`);
      case 'isNull':
        return reckoned('boolean', this.#isNull(this.operand(expression.inner)));
      case 'like':
        return reckoned('boolean', likeOf(this.operand(expression.inner), expression.pattern));
      case 'in':
        return reckoned('boolean', this.#member(expression));
      case 'comparison': {
        const [left, right] = [this.operand(expression.left), this.operand(expression.right)];
        return reckoned('boolean', compareOperands(left, expression.sign, right, this.#rule));
      }
    }
  }

  #joined({ kind, parts }: Of<'and' | 'or'>): string {
    return `(${parts.map((part) => this.condition(part)).join(` ${kind.toUpperCase()} `)})`;
  }

  #isNull(operand: Operand): string {
    if (operand.is === 'row') return `(${operand.column.sql} IS NULL)`;
    throw new KwargsValueError(
      `A row condition asks of columns whether they are null, came ${shownOperand(operand)}.`,
    );
  }

  #arithmetic({ sign, left, right }: Of<'arithmetic'>): Operand {
    const sides = [this.operand(left), this.operand(right)] as const;
    if (sign === '+' && sides.some(isText)) return this.#concatenation(...sides);
    const [a, b] = [asNumber(sides[0]), asNumber(sides[1])];
    const areIntegers = a.isInteger && b.isInteger;
    const sql = arithmeticSql(sign, a.sql, b.sql, areIntegers, this.#rule);
    return reckoned(areIntegers && sign !== '/' && sign !== '**' ? 'integer' : 'float', sql);
  }

  #concatenation(left: Operand, right: Operand): Operand {
    const parts = [left, right].map((each) => {
      const sql = each.is === 'row' ? each.column.sql : constantFor(TEXT, each);
      if (!isText(each) || sql === null) {
        throw new KwargsValueError(
          `A row condition cannot add ${shownOperand(left)} and ${shownOperand(right)}.`,
        );
      }
      return sql;
    });
    return reckoned('text', `(${parts.join(' || ')})`);
  }

  #negative({ inner }: Of<'negative'>): Operand {
    const operand = this.operand(inner);
    if (operand.is === 'number') {
      const isNegative = operand.text.startsWith('-');
      return { is: 'number', text: isNegative ? operand.text.slice(1) : `-${operand.text}` };
    }
    const { sql, isInteger } = asNumber(operand);
    return reckoned(isInteger ? 'integer' : 'float', `(-${sql})`);
  }

  #inverse({ inner }: Of<'inverse'>): Operand {
    const operand = this.operand(inner);
    if (operand.is === 'row' && operand.column.kind === 'boolean') {
      return reckoned('boolean', `(NOT ${operand.column.sql})`);
    }
    const { sql, isInteger } = asNumber(operand);
    if (!isInteger) {
      throw new KwargsValueError(
        `A row condition cannot invert ${shownOperand(operand)} with "~".`,
      );
    }
    return reckoned('integer', `(-${sql} - 1)`);
  }

  #member({ item, list }: Of<'in'>): string {
    const operand = this.operand(item);
    const entries = list.map(this.operand);
    const isPlain = operand.is === 'row' && entries.every((each) => each.is !== 'row');
    if (!isPlain || this.#rule === 'sql') {
      const parts = entries.map((each) => compareOperands(operand, '=', each, this.#rule));
      return parts.length === 0 ? 'FALSE' : `(${parts.join(' OR ')})`;
    }
    const { column } = operand;
    const isDated = ['date', 'time'].includes(familyOf(column));
    const parts = new Map<string, string[]>();
    for (const each of entries) {
      if (each.is === 'value' && each.value === null) continue;
      const literal = constantFor(column, each);
      // A text that is no date is refused, not overlooked
      if (literal === null && isDated) compareOperands(operand, '=', each, this.#rule);
      const side = sideFor(column, each);
      if (literal === null) continue;
      const literals = parts.get(side) ?? [];
      parts.set(side, literals);
      literals.push(literal);
    }
    const tests = [...parts].map(
      ([side, literals]) => `coalesce(list_contains([${literals.join(', ')}], ${side}), FALSE)`,
    );
    // As in pandas, null in a list is a member of it, save for numbers
    const hasNull = entries.some((each) => each.is === 'value' && each.value === null);
    if (hasNull && familyOf(column) !== 'number') tests.push(`${column.sql} IS NULL`);
    return tests.length === 0 ? 'FALSE' : `(${tests.join(' OR ')})`;
  }
}

const TEXT = { name: 'text', type: 'VARCHAR', kind: 'text', sql: 'text' } as const;

function isText(operand: Operand): boolean {
  return operand.is === 'row'
    ? operand.column.kind === 'text'
    : operand.is === 'value' && typeof operand.value === 'string';
}

/**
 * SQL of a row condition over the columns of a table. A row of which the condition is unknown is not
 * in question. Throws KwargsValueError, or MissingColumnError where a column is not there.
 */
export function conditionSql(condition: Expression, table: TableShape, rule: MissingRule): string {
  return new ConditionWriter(table, rule, mostSqlOf(condition)).condition(condition);
}
