import { exactJson } from '../../exact/json.ts';
import { LongDecimal } from '../../exact/number.ts';
import { text } from '../../sql/quote.ts';

/** Kinds of JSON's values, as bits: a column's kinds decide its type. */
const KIND = {
  boolean: 1,
  text: 2,
  /** An integer that a DOUBLE holds. */
  small: 4,
  /** Of 64 bits. */
  long: 8,
  /** Of 128 bits. */
  huge: 16,
  endless: 32,
  /** A fraction that a DOUBLE holds, written without an exponent. */
  fraction: 64,
  /** A DOUBLE that is written with an exponent, or minus zero. */
  floating: 128,
  /** A fraction of more digits than a DOUBLE has. */
  longFraction: 256,
  /** Neither a DOUBLE nor digits alone: 1e400. */
  longFloating: 512,
  /** A list or an object. */
  nested: 1024,
  /** A list or an object with a number that DuckDB's JSON would round. */
  nestedLong: 2048,
} as const;

/** Before a text: no other value of JSON begins with it. */
const TEXT_MARK = 's';

/** Beyond it, DuckDB's JSON makes doubles of integers. */
const [LEAST_INTEGER, INTEGER_END] = [-(2n ** 63n), 2n ** 64n];
const LONG_END = 2n ** 63n;
const HUGE_END = 2n ** 127n;

const DECIMAL_DIGITS = 38;

function isRoundedByJson(value: unknown): boolean {
  if (value instanceof LongDecimal) return true;
  if (typeof value === 'bigint') return value < LEAST_INTEGER || value >= INTEGER_END;
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(isRoundedByJson);
}

/** What a column's values are, as they come. */
export class ColumnKinds {
  readonly name: string;
  #kinds = 0;
  #digitsBefore = 0;
  #digitsAfter = 0;
  /** The first values that no type but text holds with the others, by line. */
  readonly #long: { line: number; found: string }[] = [];
  #longCount = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** The value as a field of our copy, null for none. `hasLong`: whether its line has numbers that a double would round. */
  cellOf(value: unknown, line: number, hasLong: boolean): string | null {
    if (value === null || value === undefined) return null;
    if (typeof value === 'string') {
      this.#kinds |= KIND.text;
      return `${TEXT_MARK}${value}`;
    }
    if (typeof value === 'boolean') {
      this.#kinds |= KIND.boolean;
      return String(value);
    }
    if (typeof value === 'number') return this.#double(value);
    if (typeof value === 'bigint' || value instanceof LongDecimal)
      return this.#longNumber(value, line);
    this.#kinds |= KIND.nested;
    const json = hasLong ? exactJson(value) : JSON.stringify(value);
    if (hasLong && isRoundedByJson(value)) {
      this.#kinds |= KIND.nestedLong;
      this.#keepLong(json, line);
    }
    return json;
  }

  #double(value: number): string {
    if (Object.is(value, -0)) {
      this.#kinds |= KIND.floating;
      return '-0';
    }
    const digits = String(value);
    if (Number.isSafeInteger(value)) {
      this.#kinds |= KIND.small;
      this.#count(digits);
    } else if (digits.includes('e') || !digits.includes('.')) this.#kinds |= KIND.floating;
    else {
      this.#kinds |= KIND.fraction;
      this.#count(digits);
    }
    return digits;
  }

  #longNumber(value: bigint | LongDecimal, line: number): string {
    const digits = String(value);
    this.#keepLong(digits, line);
    if (typeof value === 'bigint') {
      const size = value < 0n ? -value : value;
      this.#kinds |= size < LONG_END ? KIND.long : size < HUGE_END ? KIND.huge : KIND.endless;
      this.#count(digits);
    } else if (/e/i.test(digits)) this.#kinds |= KIND.longFloating;
    else {
      this.#kinds |= KIND.longFraction;
      this.#count(digits);
    }
    return digits;
  }

  #count(digits: string): void {
    const written = digits.startsWith('-') ? digits.length - 1 : digits.length;
    const point = digits.indexOf('.');
    const after = point < 0 ? 0 : digits.length - point - 1;
    this.#digitsAfter = Math.max(this.#digitsAfter, after);
    this.#digitsBefore = Math.max(this.#digitsBefore, point < 0 ? written : written - after - 1);
  }

  #keepLong(found: string, line: number): void {
    this.#longCount++;
    if (this.#long.length < 5) this.#long.push({ line, found });
  }

  /** Numbers that no type holds together with the column's other values. */
  get tooLong(): {
    readonly count: number;
    readonly examples: readonly { line: number; found: string }[];
  } {
    return { count: this.#longCount, examples: this.#long };
  }

  /** The narrowest type that loses nothing of any value; null where there is none. */
  get type(): string | null {
    const areAmong = (...known: number[]) =>
      (this.#kinds & ~known.reduce((all, one) => all | one, 0)) === 0;
    const { boolean, small, long, huge, endless, fraction, floating, longFraction } = KIND;
    if (areAmong(KIND.text)) return 'VARCHAR';
    if (areAmong(boolean)) return 'BOOLEAN';
    if (areAmong(small, long)) return 'BIGINT';
    if (areAmong(small, long, huge)) return 'HUGEINT';
    if (areAmong(small, long, huge, endless)) return 'BIGNUM';
    if (areAmong(small, fraction, floating)) return 'DOUBLE';
    const digits = this.#digitsBefore + this.#digitsAfter;
    if (areAmong(small, long, huge, fraction, longFraction) && digits <= DECIMAL_DIGITS) {
      return `DECIMAL(38,${this.#digitsAfter})`;
    }
    if (areAmong(boolean, KIND.text, KIND.nested, small, long, fraction, floating))
      return 'VARIANT';
    return null;
  }
}

/** A field of our copy as the text that its value is, in SQL: a text itself, the others in JSON. */
export function textSql(column: string): string {
  return `CASE WHEN starts_with(${column}, ${text(TEXT_MARK)}) THEN substr(${column}, 2) ELSE ${column} END`;
}

/** A field of our copy as a value of the type that was found, in SQL. */
export function valueSql(column: string, type: string): string {
  if (type === 'VARCHAR') return `substr(${column}, 2)`;
  if (type !== 'VARIANT') return `CAST(${column} AS ${type})`;
  return `CAST(CASE WHEN starts_with(${column}, ${text(TEXT_MARK)}) THEN to_json(substr(${column}, 2)) ELSE CAST(${column} AS JSON) END AS VARIANT)`;
}
