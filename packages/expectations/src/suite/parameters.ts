import { KwargsValueError } from '../errors.ts';
import { LongDecimal } from '../exact/number.ts';
import { isoMoment } from './older-dates.ts';
import { TokenReader } from './tokens.ts';
import { cutShort, shown, shownName, shownNames } from '../shown.ts';

/** Values for the `$PARAMETER`s of a suite, by name. */
export type Parameters = Readonly<Record<string, unknown>>;

/** What is reckoned with: moments are microseconds since 1970, spans microseconds. */
type Value =
  | { readonly is: 'number'; readonly value: number | bigint }
  | { readonly is: 'moment' | 'span'; readonly value: number }
  | { readonly is: 'other'; readonly value: unknown };

const MICROS_PER_UNIT: Readonly<Record<string, number>> = {
  days: 86_400_000_000,
  seconds: 1_000_000,
  microseconds: 1,
  milliseconds: 1000,
  minutes: 60_000_000,
  hours: 3_600_000_000,
  weeks: 604_800_000_000,
};

/** The names of `datetime`'s parts, by position, as in Python. */
const PARTS = ['year', 'month', 'day', 'hour', 'minute', 'second', 'microsecond'];

const rounded = (value: number): number => {
  // Python rounds halves to the even neighbour
  const floor = Math.floor(value);
  return value - floor === 0.5 ? floor + (floor % 2) : Math.round(value);
};

/** GX's functions of one number. */
const FUNCTIONS: ReadonlyMap<string, (value: number) => number> = new Map([
  ['abs', Math.abs],
  ['round', rounded],
  ['trunc', Math.trunc],
  ['sgn', (value: number) => (Math.abs(value) < 1e-12 ? 0 : Math.sign(value))],
  ['sin', Math.sin],
  ['cos', Math.cos],
  ['tan', Math.tan],
  ['exp', Math.exp],
]);

const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['e', Math.E],
]);

/** `2020-01-31T12:30:00`, with microseconds where there are any: a moment without a zone, as GX has it. */
function momentText(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000);
  const [iso = ''] = new Date(seconds * 1000).toISOString().split('.');
  const rest = micros - seconds * 1_000_000;
  return rest === 0 ? iso : `${iso}.${String(rest).padStart(6, '0')}`;
}

/** Integers of any size stay exact; one past 2^53 is a text, since JSON has no room for it. */
function plainNumber(value: number | bigint): number | string {
  if (typeof value === 'number') return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
}

function asInteger(value: number | bigint): bigint | null {
  if (typeof value === 'bigint') return value;
  return Number.isSafeInteger(value) ? BigInt(value) : null;
}

/** A number, a text of digits, or a text that stands for a moment, to reckon with. */
function valueOf(given: unknown): Value {
  if (typeof given === 'number' || typeof given === 'bigint') return { is: 'number', value: given };
  if (typeof given === 'boolean') return { is: 'other', value: given };
  if (given instanceof Date) return { is: 'moment', value: given.getTime() * 1000 };
  return { is: 'other', value: given };
}

/** What stands for a number or a moment within a sum: GX reads texts there too. */
function operandOf(value: Value): Value {
  if (value.is !== 'other') return value;
  const { value: held } = value;
  if (typeof held === 'boolean') return { is: 'number', value: Number(held) };
  if (typeof held !== 'string') return value;
  if (/^[+-]?\d+$/.test(held)) return { is: 'number', value: BigInt(held) };
  if (held.trim() !== '' && Number.isFinite(Number(held))) {
    return { is: 'number', value: Number(held) };
  }
  const iso = isoMoment(held);
  if (iso === null) return value;
  const [, before = iso, fraction = '', zone = ''] =
    /^(.*?)(\.\d+)?(Z|[+-]\d{2}:?\d{2})?$/.exec(iso) ?? [];
  const day = before.length === 'YYYY-MM-DD'.length ? `${before}T00:00:00` : before;
  const ms = Date.parse(`${day}${zone === '' ? 'Z' : zone}`);
  const micros = Math.round(Number(`0${fraction || '.0'}`) * 1_000_000);
  return Number.isNaN(ms) ? value : { is: 'moment', value: ms * 1000 + micros };
}

class ExpressionReader {
  readonly #tokens: TokenReader;
  readonly #parameters: Parameters;
  readonly #nowMs: number;

  constructor(expression: string, parameters: Parameters, nowMs: number) {
    this.#tokens = new TokenReader(expression);
    this.#parameters = parameters;
    this.#nowMs = nowMs;
  }

  read(): unknown {
    const found = this.#sum();
    if (this.#tokens.peek().kind !== 'end') this.#tokens.fail('an operator or the end');
    if (found.is === 'moment') return momentText(found.value);
    if (found.is === 'span') return this.#tokens.fail('a moment to add a span of time to');
    return found.is === 'number' ? plainNumber(found.value) : found.value;
  }

  #reckon(left: Value, sign: string, right: Value): Value {
    const [a, b] = [operandOf(left), operandOf(right)];
    if (a.is === 'number' && b.is === 'number') return this.#numbers(a.value, sign, b.value);
    if (a.is === 'other' || b.is === 'other') {
      return this.#tokens.fail('numbers, moments or spans of time to reckon with');
    }
    const [x, y] = [Number(a.value), Number(b.value)];
    const pair = `${a.is} ${sign} ${b.is}`;
    switch (pair) {
      case 'moment + span':
      case 'span + moment':
        return { is: 'moment', value: x + y };
      case 'moment - span':
        return { is: 'moment', value: x - y };
      case 'moment - moment':
      case 'span - span':
        return { is: 'span', value: x - y };
      case 'span + span':
        return { is: 'span', value: x + y };
      case 'span * number':
      case 'number * span':
        return { is: 'span', value: Math.round(x * y) };
      case 'span / number':
        return { is: 'span', value: Math.round(x / y) };
      case 'span / span':
        return { is: 'number', value: x / y };
      default:
        return this.#tokens.fail(`something other than "${pair}"`);
    }
  }

  #numbers(left: number | bigint, sign: string, right: number | bigint): Value {
    const [a, b] = [asInteger(left), asInteger(right)];
    if (a !== null && b !== null && (sign === '+' || sign === '-' || sign === '*')) {
      return { is: 'number', value: sign === '+' ? a + b : sign === '-' ? a - b : a * b };
    }
    const [x, y] = [Number(left), Number(right)];
    if (sign === '/' && y === 0)
      return this.#tokens.fail('something other than a division by zero');
    const results: Readonly<Record<string, number>> = {
      '+': x + y,
      '-': x - y,
      '*': x * y,
      '/': x / y,
      '**': x ** y,
    };
    const value = results[sign];
    if (value === undefined || Number.isNaN(value))
      return this.#tokens.fail('a result that is a number');
    return { is: 'number', value };
  }

  #sum(): Value {
    return this.#tokens.nested(() => {
      let left = this.#product();
      for (let sign; (sign = this.#tokens.takeOne('+', '-')) !== null;) {
        left = this.#reckon(left, sign, this.#product());
      }
      return left;
    });
  }

  #product(): Value {
    let left = this.#power();
    for (let sign; (sign = this.#tokens.takeOne('*', '/')) !== null;) {
      left = this.#reckon(left, sign, this.#power());
    }
    return left;
  }

  /** A sign goes with the number, not with its power, as in GX: -2 ^ 2 is 4. */
  #power(): Value {
    return this.#tokens.nested(() => {
      const base = this.#signed();
      // GX writes ^, Python **
      return this.#tokens.takeOne('^', '**') === null
        ? base
        : this.#reckon(base, '**', this.#power());
    });
  }

  #signed(): Value {
    const sign = this.#tokens.takeOne('-', '+');
    if (sign === null) return this.#atom();
    return this.#tokens.nested(() => {
      const inner = this.#signed();
      if (sign === '+') return inner;
      const zero: Value =
        operandOf(inner).is === 'span' ? { is: 'span', value: 0 } : { is: 'number', value: 0 };
      return this.#reckon(zero, '-', inner);
    });
  }

  #atom(): Value {
    if (this.#tokens.takeOne('(') !== null) {
      const inner = this.#sum();
      this.#tokens.expect(')');
      return inner;
    }
    const { kind, text } = this.#tokens.peek();
    if (kind === 'sign' || kind === 'end') return this.#tokens.fail('a value');
    this.#tokens.take();
    if (kind === 'number')
      return { is: 'number', value: /^\d+$/.test(text) ? BigInt(text) : Number(text) };
    if (kind === 'text') return { is: 'other', value: text };
    if (this.#tokens.takeOne('(') !== null) return this.#call(text);
    if (Object.hasOwn(this.#parameters, text)) return valueOf(this.#parameters[text]);
    const constant = CONSTANTS.get(text.toLowerCase());
    if (constant !== undefined) return { is: 'number', value: constant };
    throw new KwargsValueError(
      `No value for the suite parameter ${shownName(text)}; given are: ${shownNames(Object.keys(this.#parameters))}.`,
    );
  }

  #call(name: string): Value {
    if (name === 'now') {
      this.#tokens.expect(')');
      return { is: 'moment', value: this.#nowMs * 1000 };
    }
    if (name === 'datetime') return this.#moment();
    if (name === 'timedelta') return this.#span();
    const apply = FUNCTIONS.get(name);
    if (apply === undefined) {
      const known = ['now', 'datetime', 'timedelta', ...FUNCTIONS.keys()].join(', ');
      return this.#tokens.fail(`one of the functions ${known} instead of ${cutShort(name)}`);
    }
    const inner = operandOf(this.#sum());
    this.#tokens.expect(')');
    if (inner.is !== 'number') return this.#tokens.fail(`a number in ${name}(...)`);
    const exact = asInteger(inner.value);
    if (exact !== null && (name === 'round' || name === 'trunc')) return inner;
    if (exact !== null && name === 'abs')
      return { is: 'number', value: exact < 0n ? -exact : exact };
    return { is: 'number', value: apply(Number(inner.value)) };
  }

  /** Numbers by name, given by position (`names` in order) or by name. */
  #named(names: readonly string[]): ReadonlyMap<string, number> {
    const given = new Map<string, number>();
    while (this.#tokens.takeOne(')') === null) {
      const isNamed = this.#tokens.peek().kind === 'name' && this.#tokens.peek(1).text === '=';
      const name = isNamed ? this.#tokens.peek().text : names[given.size];
      if (name === undefined || !names.includes(name)) {
        return this.#tokens.fail(`one of ${names.join(', ')}`);
      }
      if (isNamed) {
        this.#tokens.take();
        this.#tokens.take();
      }
      const value = operandOf(this.#sum());
      if (value.is !== 'number') return this.#tokens.fail('a number');
      given.set(name, Number(value.value));
      if (this.#tokens.takeOne(',') === null && this.#tokens.peek().text !== ')') {
        this.#tokens.fail('"," or ")"');
      }
    }
    return given;
  }

  /** `datetime(2020, 1, 31, 12, 0, 0)`, without a zone. */
  #moment(): Value {
    const given = this.#named(PARTS);
    const [year, month, day, hour = 0, minute = 0, second = 0, micro = 0] = PARTS.map((part) =>
      given.get(part),
    );
    if (year === undefined || month === undefined || day === undefined) {
      return this.#tokens.fail('a year, a month and a day in datetime(...)');
    }
    const date = new Date(0);
    date.setUTCFullYear(year, month - 1, day);
    date.setUTCHours(hour, minute, second);
    const isReal =
      date.getUTCFullYear() === year &&
      date.getUTCMonth() === month - 1 &&
      date.getUTCDate() === day;
    if (!isReal || hour > 23 || minute > 59 || second > 59 || micro >= 1_000_000) {
      return this.#tokens.fail('a date that exists in datetime(...)');
    }
    return { is: 'moment', value: date.getTime() * 1000 + micro };
  }

  /** `timedelta(days=1, hours=2)`, or by position: days, seconds, microseconds. */
  #span(): Value {
    const given = this.#named(Object.keys(MICROS_PER_UNIT));
    const micros = [...given].map(([unit, count]) => count * (MICROS_PER_UNIT[unit] ?? 0));
    return { is: 'span', value: Math.round(micros.reduce((sum, each) => sum + each, 0)) };
  }
}

/** GX 0.13 also names metrics of other runs by URN, which are looked up whole. */
function evaluate(expression: string, parameters: Parameters, nowMs: number): unknown {
  if (Object.hasOwn(parameters, expression)) return parameters[expression];
  if (expression.startsWith('urn:')) {
    throw new KwargsValueError(
      `No value for ${shown(expression)}, which names a metric of another run: give it among the parameters under this whole name.`,
    );
  }
  return new ExpressionReader(expression, parameters, nowMs).read();
}

/**
 * `kwargs` with every `{"$PARAMETER": expression}` replaced by its value: names of parameters,
 * numbers, + - * / ^, now(), datetime(...), timedelta(...) and GX's functions. A value that the suite
 * holds beside the expression (`"$PARAMETER.name"`) is taken as it is. Throws KwargsValueError.
 */
export function resolveParameters(kwargs: unknown, parameters: Parameters, nowMs: number): unknown {
  if (Array.isArray(kwargs)) {
    return kwargs.map((each: unknown) => resolveParameters(each, parameters, nowMs));
  }
  if (typeof kwargs !== 'object' || kwargs === null) return kwargs;
  if (kwargs instanceof LongDecimal || kwargs instanceof Date) return kwargs;
  const entries: readonly (readonly [string, unknown])[] = Object.entries(kwargs);
  const expression = entries.find(([name]) => name === '$PARAMETER')?.[1];
  if (typeof expression === 'string') {
    const beside = entries.find(([name]) => name === `$PARAMETER.${expression}`);
    return beside === undefined ? evaluate(expression, parameters, nowMs) : beside[1];
  }
  return Object.fromEntries(
    entries.map(([name, value]) => [name, resolveParameters(value, parameters, nowMs)]),
  );
}
