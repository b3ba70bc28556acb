/** A comparison's sign, as SQL writes it. */
export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** A sign of arithmetic, as Python writes it. */
export type Arithmetic = '+' | '-' | '*' | '/' | '//' | '%' | '**';

/** What stands between the brackets of a call; `named` are those with a name. */
export interface Arguments {
  readonly plain: readonly Expression[];
  readonly named: ReadonlyMap<string, Expression>;
}

/** A row condition, or a part of one. */
export type Expression =
  | { readonly kind: 'column'; readonly name: string }
  /** `number` as it was written: integers of any size stay exact. */
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'value'; readonly value: string | boolean | null }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | {
      readonly kind: 'comparison';
      readonly sign: Comparison;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'in'; readonly item: Expression; readonly list: readonly Expression[] }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Expression[] }
  | { readonly kind: 'not'; readonly inner: Expression }
  /** `~` of a condition is its opposite, of an integer its bits turned over. */
  | { readonly kind: 'inverse'; readonly inner: Expression }
  | { readonly kind: 'isNull'; readonly inner: Expression }
  | { readonly kind: 'like'; readonly inner: Expression; readonly pattern: string }
  /** Letters of a text, as Python counts them: from 0, negative ones from the end. */
  | {
      readonly kind: 'piece';
      readonly inner: Expression;
      readonly from: number | null;
      readonly to: number | null;
    }
  | {
      readonly kind: 'arithmetic';
      readonly sign: Arithmetic;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'negative'; readonly inner: Expression }
  /** A method of pandas (`path` is `str.len`, say), a function, or a property such as `dt.year`. */
  | {
      readonly kind: 'call';
      readonly path: string;
      readonly on: Expression;
      readonly given: Arguments;
    };

/** Whose rules a condition follows where a value is missing. */
export type MissingRule =
  /** As in pandas: a missing value equals nothing, differs from everything, and is in no order. */
  | 'pandas'
  /** As in SQL: what is compared with a missing value is unknown, and an unknown row is not in question. */
  | 'sql';

/** Both ends included. */
export function between(item: Expression, least: Expression, most: Expression): Expression {
  return {
    kind: 'and',
    parts: [
      { kind: 'comparison', sign: '>=', left: item, right: least },
      { kind: 'comparison', sign: '<=', left: item, right: most },
    ],
  };
}
