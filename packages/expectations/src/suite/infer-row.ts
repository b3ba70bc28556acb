import type { NamedKind, NamesOf } from '../source/type-names.ts';

/** What values of each kind of column are in JavaScript, as a source of `{ rows }` takes them. */
interface Values {
  readonly integer: number;
  readonly float: number;
  readonly decimal: number;
  readonly text: string;
  readonly boolean: boolean;
  readonly zonedMoment: Date | string;
  readonly moment: Date | string;
  readonly bytes: Uint8Array;
  readonly date: Date | string;
  readonly time: string;
  readonly list: readonly unknown[];
  readonly struct: Readonly<Record<string, unknown>>;
  readonly map: unknown;
}

/** Integers that a number does not hold. */
type Huge = 'hugeint' | 'uhugeint' | 'bignum';

type WithoutSize<Name extends string> = Name extends `${infer Own}(${string}` ? Own : Name;

type KindOfName<Name extends string> = {
  [Kind in NamedKind]: Lowercase<Name> extends Lowercase<NamesOf<Kind>> ? Kind : never;
}[NamedKind];

type HasName<Name extends string> = [KindOfName<Name>] extends [never]
  ? unknown
  : Values[KindOfName<Name>];

/** What values of a type are; unknown for a name that is not known. */
type Named<Name> = Name extends string
  ? Lowercase<WithoutSize<Name>> extends Huge
    ? bigint
    : HasName<WithoutSize<Name>>
  : unknown;

type ConfigsOf<S> = S extends { readonly expectations: readonly (infer Each)[] } ? Each : never;

/** The configs of one type, in either form. */
type OfType<Each, Type> = Each extends { readonly type: Type } | { readonly expectation_type: Type }
  ? Each
  : never;

type KwargsOf<Each> = Each extends { readonly kwargs: infer Kwargs } ? Kwargs : never;

/** Kwargs of a rule for all rows: no share of them is enough, and none is left out. */
type OfEveryRow<Kwargs> = Kwargs extends { readonly mostly: infer Mostly }
  ? Mostly extends 1 | null | undefined
    ? OfAllRows<Kwargs>
    : never
  : OfAllRows<Kwargs>;
type OfAllRows<Kwargs> = Kwargs extends { readonly row_condition: infer Condition }
  ? Condition extends null | undefined | ''
    ? Kwargs
    : never
  : Kwargs;

/** The kwargs of the rules of one type for all rows of a column. */
type Rules<Each, Type, Column> = Extract<
  OfEveryRow<KwargsOf<OfType<Each, Type>>>,
  { readonly column: Column }
>;

type Texts<List> = List extends readonly (infer Text)[] ? Extract<Text, string> : never;

/** Every column that an expectation is about: where it lacks, the suite fails. */
type ColumnsOf<Each> =
  KwargsOf<Each> extends infer Kwargs
    ? Kwargs extends unknown
      ? | (Kwargs extends { readonly column: infer Column extends string } ? Column : never)
        | (Kwargs extends { readonly column_A: infer A extends string } ? A : never)
        | (Kwargs extends { readonly column_B: infer B extends string } ? B : never)
        | (Kwargs extends { readonly column_list: infer List } ? Texts<List> : never)
        | (Kwargs extends { readonly column_set: infer Set } ? Texts<Set> : never)
      : never
    : never;

type Member<Rule> = Rule extends { readonly value_set: infer Set }
  ? Set extends readonly (infer Value)[]
    ? Exclude<Value, null>
    : unknown
  : unknown;

type TypeNamed<Rule> = Rule extends { readonly type_: infer Name }
  ? Named<Name>
  : Rule extends { readonly type_list: readonly (infer Name)[] }
    ? Named<Name>
    : unknown;

type OnlyIf<Rule, Then> = [Rule] extends [never] ? unknown : Then;

type NamedBy<Each, Column> = OnlyIf<
  Rules<Each, TypeExpectations, Column>,
  TypeNamed<Rules<Each, TypeExpectations, Column>>
>;

type TypeExpectations =
  | 'expect_column_values_to_be_of_type'
  | 'expect_column_values_to_be_in_type_list'
  | 'expect_column_type_to_be';

type SetBy<Each, Column> = OnlyIf<
  Rules<Each, 'expect_column_values_to_be_in_set', Column>,
  Member<Rules<Each, 'expect_column_values_to_be_in_set', Column>>
>;

/** What a column holds where it holds something: a member of its set, else a value of its type. */
type HeldIn<Each, Column> =
  unknown extends SetBy<Each, Column> ? NamedBy<Each, Column> : SetBy<Each, Column>;

type IsPresent<Each, Column> = [
  Rules<Each, 'expect_column_values_to_not_be_null', Column>,
] extends [never]
  ? false
  : true;

type ValueIn<Each, Column> =
  IsPresent<Each, Column> extends true
    ? NonNullish<HeldIn<Each, Column>>
    : HeldIn<Each, Column> | null;

/** Without null; what is unknown is anything but null. */
type NonNullish<T> = unknown extends T ? NonNullable<unknown> : T;

/**
 * The rows that pass a suite, as far as it says what they hold: every column that it is about, of the type that
 * `expect_column_values_to_be_of_type` names or one of the values of `expect_column_values_to_be_in_set`, null
 * unless `expect_column_values_to_not_be_null` is there. Rules with a `mostly` below 1 or a `row_condition` say nothing
 * of every row. Numbers are `number`, of more than 64 bits `bigint`; dates and moments `Date | string`.
 * The suite is a constant, by `defineSuite` or `as const`: types cannot follow what methods of `suite()` add later.
 */
export type InferRow<S> = {
  readonly [Column in ColumnsOf<ConfigsOf<S>>]: ValueIn<ConfigsOf<S>, Column>;
};
