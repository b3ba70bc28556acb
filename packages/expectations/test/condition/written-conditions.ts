import fc from 'fast-check';

/** A row of the table that conditions are asked about. */
export interface Row {
  readonly i: number | null;
  readonly f: number | null;
  readonly t: string | null;
}

type Sum = '+' | '-' | '*' | '%' | '//';
export type Sign = '==' | '!=' | '<' | '<=' | '>' | '>=';

/** A number of each row, or the same for all. */
export type NumberOf =
  | { readonly is: 'column'; readonly name: 'i' | 'f' }
  | { readonly is: 'constant'; readonly value: number }
  | { readonly is: 'sum'; readonly sign: Sum; readonly left: NumberOf; readonly right: NumberOf }
  | { readonly is: 'negative' | 'abs'; readonly of: NumberOf }
  | { readonly is: 'length'; readonly of: TextOf };

/** A text of each row. */
export type TextOf =
  | { readonly is: 'column' }
  | { readonly is: 'lower' | 'upper'; readonly of: TextOf }
  | { readonly is: 'first'; readonly of: TextOf; readonly letters: number };

/** What holds for a row, or does not. */
export type Condition =
  | {
      readonly is: 'numbers';
      readonly left: NumberOf;
      readonly sign: Sign;
      readonly right: NumberOf;
    }
  | { readonly is: 'texts'; readonly left: TextOf; readonly sign: Sign; readonly right: string }
  | { readonly is: 'amongNumbers'; readonly of: NumberOf; readonly list: readonly number[] }
  | { readonly is: 'amongTexts'; readonly of: TextOf; readonly list: readonly string[] }
  | { readonly is: 'between'; readonly of: NumberOf; readonly least: number; readonly most: number }
  | { readonly is: 'missing' | 'present'; readonly name: keyof Row }
  | { readonly is: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly is: 'not'; readonly of: Condition };

const SIGNS = ['==', '!=', '<', '<=', '>', '>='] as const;
/** Quotes, an escape, a pattern's letters, more than one byte, nothing, blanks. */
const TEXTS = ['', 'a', 'B', 'ab', "it's", 'say "x"', '50%', 'a_b', 'ß', 'é', ' a', '木'];

const whole = fc.integer({ min: -3, max: 6 });
/** Halves: sums and products of a few stay exact. */
const half = fc.integer({ min: -6, max: 12 }).map((twice) => twice / 2);

export const rows: fc.Arbitrary<readonly Row[]> = fc.array(
  fc.record({
    i: fc.option(whole, { freq: 4 }),
    f: fc.option(half, { freq: 4 }),
    t: fc.option(fc.constantFrom(...TEXTS), { freq: 4 }),
  }),
  { minLength: 1, maxLength: 12 },
);

const column = fc.constantFrom<NumberOf>({ is: 'column', name: 'i' }, { is: 'column', name: 'f' });

const textOf: fc.Arbitrary<TextOf> = fc.letrec<{ text: TextOf }>((tie) => ({
  text: fc.oneof(
    { depthSize: 'small' },
    fc.constant<TextOf>({ is: 'column' }),
    fc.record({ is: fc.constantFrom('lower', 'upper'), of: tie('text') }),
    fc.record({
      is: fc.constant('first' as const),
      of: tie('text'),
      letters: fc.integer({ min: 0, max: 3 }),
    }),
  ),
})).text;

/** @param quotients signs of division: SQL has no `//` */
const numbersWith = (quotients: readonly ('%' | '//')[]) =>
  fc.letrec<{ number: NumberOf }>((tie) => ({
    number: fc.oneof(
      { depthSize: 'small' },
      column,
      fc.record({ is: fc.constant('length' as const), of: textOf }),
      fc.record({ is: fc.constantFrom('negative', 'abs'), of: tie('number') }),
      fc.record({
        is: fc.constant('sum' as const),
        sign: fc.constantFrom('+', '-', '*'),
        left: tie('number'),
        right: fc.oneof(
          tie('number'),
          half.map((value): NumberOf => ({ is: 'constant', value })),
        ),
      }),
      // What is divided by is never 0
      fc.record({
        is: fc.constant('sum' as const),
        sign: fc.constantFrom(...quotients),
        left: tie('number'),
        right: fc
          .constantFrom(-3, -2, 2, 3, 0.5)
          .map((value): NumberOf => ({ is: 'constant', value })),
      }),
    ),
  })).number;

export function conditionsWith(quotients: readonly ('%' | '//')[]): fc.Arbitrary<Condition> {
  const numberOf = numbersWith(quotients);
  return fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { depthSize: 'medium' },
      fc.record({
        is: fc.constant('numbers' as const),
        left: numberOf,
        sign: fc.constantFrom(...SIGNS),
        right: fc.oneof(
          numberOf,
          half.map((value): NumberOf => ({ is: 'constant', value })),
        ),
      }),
      fc.record({
        is: fc.constant('texts' as const),
        left: textOf,
        sign: fc.constantFrom(...SIGNS),
        right: fc.constantFrom(...TEXTS),
      }),
      fc.record({
        is: fc.constant('amongNumbers' as const),
        of: numberOf,
        list: fc.array(half, { minLength: 1, maxLength: 4 }),
      }),
      fc.record({
        is: fc.constant('amongTexts' as const),
        of: textOf,
        list: fc.array(fc.constantFrom(...TEXTS), { minLength: 1, maxLength: 4 }),
      }),
      fc.record({ is: fc.constant('between' as const), of: numberOf, least: half, most: half }),
      fc.record({
        is: fc.constantFrom('missing', 'present'),
        name: fc.constantFrom('i', 'f', 't'),
      }),
      fc.record({
        is: fc.constantFrom('and', 'or'),
        parts: fc.array(tie('condition'), { minLength: 2, maxLength: 3 }),
      }),
      fc.record({ is: fc.constant('not' as const), of: tie('condition') }),
    ),
  })).condition;
}

/** One of the ways in which the same can be written. */
export interface Spelling {
  readonly and: 'and' | '&';
  readonly or: 'or' | '|';
  readonly not: 'not ' | '~';
  readonly equal: '==' | '=';
  readonly unequal: '!=' | '<>';
  readonly column: (name: string) => string;
  readonly quote: '"' | "'";
}

export const spelling: fc.Arbitrary<Spelling> = fc.record({
  and: fc.constantFrom('and', '&'),
  or: fc.constantFrom('or', '|'),
  not: fc.constantFrom('not ', '~'),
  equal: fc.constantFrom('==', '='),
  unequal: fc.constantFrom('!=', '<>'),
  column: fc.constantFrom(
    (name: string) => name,
    (name: string) => `\`${name}\``,
    (name: string) => `col("${name}")`,
  ),
  quote: fc.constantFrom('"', "'"),
});

/** Writes a condition as text; every part of a whole in brackets, so that `&` and `~` bind as meant. */
export function written(of: Condition, spell: Spelling): string {
  const text = (value: string) =>
    spell.quote +
    value.replaceAll('\\', '\\\\').replaceAll(spell.quote, `\\${spell.quote}`) +
    spell.quote;
  const texts = (each: TextOf): string => {
    if (each.is === 'column') return spell.column('t');
    return each.is === 'first'
      ? `${texts(each.of)}.str[:${each.letters}]`
      : `${texts(each.of)}.str.${each.is}()`;
  };
  const numbers = (each: NumberOf): string => {
    switch (each.is) {
      case 'column':
        return spell.column(each.name);
      case 'constant':
        return String(each.value);
      case 'sum':
        return `(${numbers(each.left)} ${each.sign} ${numbers(each.right)})`;
      case 'negative':
        return `(-${numbers(each.of)})`;
      case 'abs':
        return `abs(${numbers(each.of)})`;
      case 'length':
        return `${texts(each.of)}.str.len()`;
    }
  };
  const sign = (each: Sign) => (each === '==' ? spell.equal : each === '!=' ? spell.unequal : each);
  const whole = (each: Condition): string => {
    switch (each.is) {
      case 'numbers':
        return `${numbers(each.left)} ${sign(each.sign)} ${numbers(each.right)}`;
      case 'texts':
        return `${texts(each.left)} ${sign(each.sign)} ${text(each.right)}`;
      case 'amongNumbers':
        return `${numbers(each.of)} in [${each.list.join(', ')}]`;
      case 'amongTexts':
        return `${texts(each.of)} in [${each.list.map(text).join(', ')}]`;
      case 'between':
        return `${each.least} <= ${numbers(each.of)} <= ${each.most}`;
      case 'missing':
        return `${spell.column(each.name)}.isnull()`;
      case 'present':
        return `${spell.column(each.name)}.notnull()`;
      case 'and':
      case 'or':
        return each.parts.map((part) => `(${whole(part)})`).join(` ${spell[each.is]} `);
      case 'not':
        return `${spell.not}(${whole(each.of)})`;
    }
  };
  return whole(of);
}
