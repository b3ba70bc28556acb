import { KwargsValueError } from '../errors.ts';
import { TokenReader } from './tokens.ts';

/** Values for the `$PARAMETER`s of a suite, by name. */
export type Parameters = Readonly<Record<string, unknown>>;

const MS_PER_UNIT: Readonly<Record<string, number>> = {
  weeks: 604_800_000,
  days: 86_400_000,
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1000,
};

/** Dates are numbers of ms while reckoning; a result that began as a date is written as one. */
interface Value {
  readonly value: unknown;
  readonly isDate: boolean;
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
    const { value, isDate } = this.#sum();
    if (this.#tokens.peek().kind !== 'end') this.#tokens.fail('an operator or the end');
    return isDate ? new Date(Number(value)).toISOString() : value;
  }

  #reckon(left: Value, sign: string, right: Value): Value {
    const [a, b] = [left.value, right.value];
    if (typeof a !== 'number' || typeof b !== 'number')
      return this.#tokens.fail('numbers to reckon with');
    const results: Readonly<Record<string, number>> = {
      '+': a + b,
      '-': a - b,
      '*': a * b,
      '/': a / b,
      '**': a ** b,
    };
    return { value: results[sign], isDate: left.isDate !== right.isDate };
  }

  #sum(): Value {
    let left = this.#product();
    for (let sign; (sign = this.#tokens.takeOne('+', '-')) !== null;) {
      left = this.#reckon(left, sign, this.#product());
    }
    return left;
  }

  #product(): Value {
    let left = this.#power();
    for (let sign; (sign = this.#tokens.takeOne('*', '/')) !== null;) {
      left = this.#reckon(left, sign, this.#power());
    }
    return left;
  }

  #power(): Value {
    if (this.#tokens.takeOne('-') !== null) {
      return this.#reckon({ value: 0, isDate: false }, '-', this.#power());
    }
    const base = this.#atom();
    return this.#tokens.takeOne('**') === null ? base : this.#reckon(base, '**', this.#power());
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
    if (kind === 'number') return { value: Number(text), isDate: false };
    if (kind === 'text') return { value: text, isDate: false };
    if (text === 'now' && this.#tokens.takeOne('(') !== null) {
      this.#tokens.expect(')');
      return { value: this.#nowMs, isDate: true };
    }
    if (text === 'datetime' && this.#tokens.takeOne('(') !== null) return this.#date();
    if (text === 'timedelta' && this.#tokens.takeOne('(') !== null) return this.#duration();
    if (Object.hasOwn(this.#parameters, text))
      return { value: this.#parameters[text], isDate: false };
    throw new KwargsValueError(
      `No value for the suite parameter "${text}"; given are: ${Object.keys(this.#parameters).join(', ') || 'none'}.`,
    );
  }

  /** `datetime(2020, 1, 31, 12, 0, 0)`, in UTC. */
  #date(): Value {
    const parts: number[] = [];
    while (this.#tokens.takeOne(')') === null) {
      parts.push(Number(this.#sum().value));
      if (this.#tokens.takeOne(',') === null && this.#tokens.peek().text !== ')') {
        this.#tokens.fail('"," or ")"');
      }
    }
    const [year = Number.NaN, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
    return { value: Date.UTC(year, month - 1, day, hour, minute, second), isDate: true };
  }

  /** `timedelta(days=1, hours=2)`, in ms. */
  #duration(): Value {
    let ms = 0;
    while (this.#tokens.takeOne(')') === null) {
      const unit = MS_PER_UNIT[this.#tokens.peek().text];
      if (unit === undefined) return this.#tokens.fail(Object.keys(MS_PER_UNIT).join(', '));
      this.#tokens.take();
      this.#tokens.expect('=');
      ms += Number(this.#sum().value) * unit;
      this.#tokens.takeOne(',');
    }
    return { value: ms, isDate: false };
  }
}

/** GX 0.13 also names metrics of other runs by URN, which are looked up whole. */
function evaluate(expression: string, parameters: Parameters, nowMs: number): unknown {
  if (Object.hasOwn(parameters, expression)) return parameters[expression];
  return new ExpressionReader(expression, parameters, nowMs).read();
}

/**
 * `kwargs` with every `{"$PARAMETER": expression}` replaced by its value: names of parameters,
 * numbers, + - * / **, now(), datetime(...) and timedelta(...). Throws KwargsValueError.
 */
export function resolveParameters(kwargs: unknown, parameters: Parameters, nowMs: number): unknown {
  if (Array.isArray(kwargs)) {
    return kwargs.map((each: unknown) => resolveParameters(each, parameters, nowMs));
  }
  if (typeof kwargs !== 'object' || kwargs === null) return kwargs;
  const entries: readonly (readonly [string, unknown])[] = Object.entries(kwargs);
  const expression = entries.find(([name]) => name === '$PARAMETER')?.[1];
  if (typeof expression === 'string') return evaluate(expression, parameters, nowMs);
  return Object.fromEntries(
    entries
      // 0.13 wrote the value of the last run beside the expression.
      .filter(([name]) => !name.startsWith('$PARAMETER.'))
      .map(([name, value]) => [name, resolveParameters(value, parameters, nowMs)]),
  );
}
