import type { Scalar } from '../declare/fields.ts';
import { momentOf, timeOfDayOf } from '../exact/moment.ts';
import { exactNumber, isExactNumber, isLongNumber, scaledNumber } from '../exact/number.ts';
import type { ExactNumber } from '../exact/number.ts';
import { scaledText } from '../exact/scaled.ts';
import type { PlainValue } from '../source/plain-value.ts';
import type { Column } from '../source/table-shape.ts';
import { literalFor } from '../sql/compare.ts';

/** Equal for equal numbers, however they are written. */
function numberIdentity(value: ExactNumber): string {
  const scaled = scaledNumber(value);
  if (scaled === null) return `number ${String(value)}`;
  const digits = scaledText(scaled);
  return `number ${scaled.scale === 0 ? digits : digits.replace(/\.?0+$/, '')}`;
}

/** Equal for equal values of a column: a moment in any notation, a number however long, never a number and a text. */
export function identity(value: PlainValue | Scalar, { kind }: Column): string {
  switch (kind) {
    case 'integer':
    case 'decimal':
    case 'float':
      if (typeof value === 'boolean') return numberIdentity(Number(value));
      if (isExactNumber(value)) return numberIdentity(value);
      if (typeof value === 'string' && isLongNumber(value)) {
        return numberIdentity(exactNumber(value) ?? Number.NaN);
      }
      break;
    case 'boolean':
      if (isExactNumber(value) && (Number(value) === 0 || Number(value) === 1)) {
        return JSON.stringify(Number(value) === 1);
      }
      break;
    case 'date':
    case 'timestamp': {
      const moment = typeof value === 'string' ? momentOf(value) : null;
      if (moment !== null) return `moment ${moment.nanos}`;
      break;
    }
    case 'time': {
      const time = typeof value === 'string' ? timeOfDayOf(value) : null;
      if (time !== null) return `time ${time}`;
      break;
    }
    case 'text':
    case 'mixed':
    case 'other':
      break;
  }
  return isExactNumber(value) ? numberIdentity(value) : JSON.stringify(value);
}

/** A set that kwargs give, by the identities of its values; throws KwargsValueError for what cannot be told apart. */
export function membersOf(
  set: readonly (Scalar | null)[],
  column: Column,
): ReadonlyMap<string, Scalar> {
  return new Map(
    set
      .filter((value) => value !== null)
      .map((value) => {
        literalFor(column, value);
        return [identity(value, column), value];
      }),
  );
}
