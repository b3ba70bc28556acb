import type { Condition, NumberOf, Row, Sign, TextOf } from './written-conditions.ts';

/**
 * What a condition means, told a second time and without SQL: row by row, a missing value as null.
 *
 * With pandas' rule a comparison with a missing value is false, `!=` true; with SQL's it is unknown (null), and an
 * unknown row is not kept.
 */
export type Rule = 'pandas' | 'sql';

function numberFor(of: NumberOf, row: Row, rule: Rule): number | null {
  switch (of.is) {
    case 'column':
      return row[of.name];
    case 'constant':
      return of.value;
    case 'length': {
      const text = textFor(of.of, row);
      return text === null ? null : Array.from(text).length;
    }
    case 'negative':
    case 'abs': {
      const value = numberFor(of.of, row, rule);
      if (value === null) return null;
      return of.is === 'abs' ? Math.abs(value) : -value;
    }
    case 'sum': {
      const [left, right] = [numberFor(of.left, row, rule), numberFor(of.right, row, rule)];
      return left === null || right === null ? null : added(left, of.sign, right, rule);
    }
  }
}

function added(
  left: number,
  sign: '+' | '-' | '*' | '%' | '//',
  right: number,
  rule: Rule,
): number {
  switch (sign) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '//':
      return Math.floor(left / right);
    case '%':
      // Of the sign of what it is divided by in Python, of what is divided in SQL
      return rule === 'sql' ? left % right : left - right * Math.floor(left / right);
  }
}

function textFor(of: TextOf, row: Row): string | null {
  if (of.is === 'column') return row.t;
  const text = textFor(of.of, row);
  if (text === null) return null;
  switch (of.is) {
    case 'lower':
      return text.toLowerCase();
    case 'upper':
      return text.toUpperCase();
    case 'first':
      return Array.from(text).slice(0, of.letters).join('');
  }
}

function compared<Value extends number | string>(
  left: Value | null,
  sign: Sign,
  right: Value | null,
  rule: Rule,
): boolean | null {
  if (left === null || right === null) return rule === 'sql' ? null : sign === '!=';
  switch (sign) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

const both = (parts: readonly (boolean | null)[]) =>
  parts.includes(false) ? false : parts.includes(null) ? null : true;
const either = (parts: readonly (boolean | null)[]) =>
  parts.includes(true) ? true : parts.includes(null) ? null : false;

/** Whether a condition holds for a row; null where that is unknown. */
function holds(of: Condition, row: Row, rule: Rule): boolean | null {
  switch (of.is) {
    case 'numbers':
      return compared(numberFor(of.left, row, rule), of.sign, numberFor(of.right, row, rule), rule);
    case 'texts':
      return compared(textFor(of.left, row), of.sign, of.right, rule);
    case 'amongNumbers': {
      const value = numberFor(of.of, row, rule);
      return either(of.list.map((each) => compared(value, '==', each, rule)));
    }
    case 'amongTexts': {
      const value = textFor(of.of, row);
      return either(of.list.map((each) => compared(value, '==', each, rule)));
    }
    case 'between': {
      const value = numberFor(of.of, row, rule);
      return both([compared(of.least, '<=', value, rule), compared(value, '<=', of.most, rule)]);
    }
    case 'missing':
      return row[of.name] === null;
    case 'present':
      return row[of.name] !== null;
    case 'and':
      return both(of.parts.map((part) => holds(part, row, rule)));
    case 'or':
      return either(of.parts.map((part) => holds(part, row, rule)));
    case 'not': {
      const inner = holds(of.of, row, rule);
      return inner === null ? null : !inner;
    }
  }
}

/** The places of the rows that a condition keeps. */
export function expectedRows(of: Condition, rows: readonly Row[], rule: Rule): readonly number[] {
  return rows.flatMap((row, place) => (holds(of, row, rule) === true ? [place] : []));
}
