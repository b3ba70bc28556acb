import type { DrawnColumn } from './columns.ts';
import type { Draw } from './draw.ts';
import type { Given } from '../exact-json.ts';

const ANYTHING: readonly [Given, ...Given[]] = [0, 1, -1, 2.5, 'a', '1', 9_007_199_254_740_993n];

/** Something near `value`: one off, a little longer, the day alone. */
function near(draw: Draw, value: Given): Given {
  if (typeof value === 'number') {
    const next = value + draw.oneOf([1, -1, 0.5]);
    return Math.abs(next) === 2 ** 53 ? BigInt(next) : next;
  }
  if (typeof value === 'bigint') return value + draw.oneOf([1n, -1n]);
  if (typeof value === 'string') {
    return draw.oneOf([`${value}x`, value.slice(0, 10), value.toUpperCase(), value]);
  }
  return value;
}

/** A value that the column may hold, one nearby, or, now and then, one of another type. */
export function givenLike(draw: Draw, column: DrawnColumn): Given {
  return draw.oneIn(15) && !isMoment(column) ? draw.oneOf(ANYTHING) : givenOf(draw, column);
}

/** A value of the column's type: one of its own or one nearby. */
export function givenOf(draw: Draw, column: DrawnColumn): Given {
  const held = draw.anyOf(
    column.values.filter((value) => value !== null),
    null,
  );
  const value = held?.given ?? FALLBACK[column.kind];
  return draw.oneIn(3) && !isMoment(column) ? near(draw, value) : value;
}

/** With anything behind or beside it, a moment is none. */
function isMoment({ kind }: DrawnColumn): boolean {
  return kind === 'date' || kind === 'timestamp' || kind === 'zoned' || kind === 'time';
}

/** What may stand for a value where the column has none. */
const FALLBACK: Readonly<Record<DrawnColumn['kind'], Given>> = {
  integer: 1,
  float: 0.5,
  decimal: 1.5,
  boolean: true,
  text: 'a',
  date: '2020-01-01',
  timestamp: '2020-01-01T00:30:00',
  zoned: '2020-01-01T00:30:00+00:00',
  time: '00:30:00',
};
