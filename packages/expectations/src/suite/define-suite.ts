import type { BuiltIn } from '../builtin/index.ts';
import type { TypedExpectation } from '../declare/expectation.ts';
import type { Fields, HeldBy } from '../declare/fields.ts';
import type { ParameterReference } from '../fluent/given-kwargs.ts';
import type { GivenExpectation, GivenSuite } from './suite.ts';

/** Kwargs that every expectation takes. */
type SharedKwarg = 'row_condition' | 'condition_parser' | 'result_format';

/** The fields of a built-in expectation; never for any other type. */
type FieldsOf<Type> = BuiltIn extends infer Each
  ? Each extends TypedExpectation<infer Own, infer F>
    ? Own extends Type
      ? F
      : never
    : never
  : never;

/** A bigint is as good as a number, and a Date as the text of a moment. */
type Held<T> =
  T | ParameterReference | (bigint extends T ? Date : number extends T ? bigint : never);

/** Kwargs of which each is one of the fields and holds what the field does; the others must not be there. */
type CheckedKwargs<Kwargs, F extends Fields> = {
  readonly [Name in keyof Kwargs]: Name extends keyof F
    ? Held<HeldBy<F[Name]>>
    : Name extends SharedKwarg
      ? unknown
      : never;
};

type TypeOf<Each> = Each extends { readonly type: infer Type }
  ? Type
  : Each extends { readonly expectation_type: infer Type }
    ? Type
    : never;

type KeyOf<Union> = Union extends unknown ? keyof Union : never;

/** An expectation without keys that none has; of a built-in one the kwargs are checked too. */
type CheckedExpectation<Each> = {
  readonly [Key in keyof Each]: Key extends 'kwargs'
    ? [FieldsOf<TypeOf<Each>>] extends [never]
      ? Each[Key]
      : CheckedKwargs<Each[Key], FieldsOf<TypeOf<Each>>>
    : Key extends KeyOf<GivenExpectation>
      ? Each[Key]
      : never;
};

/** A list keeps its places only where it is a parameter of its own. */
type CheckedList<List> = { readonly [At in keyof List]: CheckedExpectation<List[At]> };

/** A suite without keys that none has. */
type CheckedSuite<S> = {
  readonly [Key in keyof S]: Key extends 'expectations'
    ? CheckedList<S[Key]>
    : Key extends KeyOf<GivenSuite>
      ? S[Key]
      : never;
};

/**
 * A suite as a constant: what it says stays in its type, for `InferRow`, and a misspelt key, or kwarg of a built-in
 * expectation, does not compile. It is returned as it is.
 *
 * @example
 * const orders = defineSuite({
 *   name: 'orders',
 *   expectations: [
 *     { type: 'expect_column_values_to_be_of_type', kwargs: { column: 'id', type_: 'int64' } },
 *     { type: 'expect_column_values_to_be_in_set', kwargs: { column: 'state', value_set: ['open', 'paid'] } },
 *   ],
 * });
 * type Order = InferRow<typeof orders>; // { id: number | null; state: 'open' | 'paid' | null }
 */
export function defineSuite<const S extends GivenSuite>(suite: S & CheckedSuite<S>): S {
  return suite;
}
