import type { LongDecimal } from '../exact/number.ts';

/** A JSON Schema fragment. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** One kwarg: its JSON Schema, whether it must be given, and (by `T` alone) its TypeScript type. */
export interface Field<T> {
  readonly schema: JsonSchema;
  readonly required: boolean;
  /** Whether numbers that a double would round are handed on as they are: bigints and LongDecimals. */
  readonly keepsExact?: boolean;
  /** Never set: carries `T` so that kwargs types follow from the fields. */
  readonly holds?: T;
}

/** The kwargs of an expectation, by name. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** The TypeScript type that a field holds. */
export type HeldBy<F> = F extends Field<infer T> ? T : never;

/** The TypeScript type of kwargs that fit `F`. */
export type KwargsOf<F extends Fields> = { readonly [Name in keyof F]: HeldBy<F[Name]> };

/**
 * What kwargs compare with: numbers, and texts (dates are ISO texts, in UTC where they name no zone).
 * A number that a double would round is a bigint, a LongDecimal or a text of its digits.
 */
export type Scalar = string | number | boolean | bigint | LongDecimal;

const SCALAR = { type: ['string', 'number', 'boolean'] };

/** A kwarg of any JSON Schema. */
export function field<T>(schema: JsonSchema): Field<T> {
  return { schema, required: true };
}

/** A kwarg whose numbers are handed on without loss. */
export function exact<T>(schema: JsonSchema): Field<T> {
  return { schema, required: true, keepsExact: true };
}

/** A kwarg of another schema that handles numbers as `inner` does. */
function like(inner: Field<unknown>, schema: JsonSchema) {
  return { schema, required: true, keepsExact: inner.keepsExact === true };
}

/** The same kwarg, but it may be left out or null. */
export function optional<T>(inner: Field<T>): Field<T | null | undefined> {
  return { ...like(inner, { anyOf: [inner.schema, { type: 'null' }] }), required: false };
}

export const string = (): Field<string> => field({ type: 'string' });
export const boolean = (): Field<boolean> => field({ type: 'boolean' });
export const integer = (): Field<number> => field({ type: 'integer' });
export const finite = (): Field<number> => field({ type: 'number' });
export const scalar = (): Field<Scalar> => exact(SCALAR);
export const fraction = (): Field<number> => field({ type: 'number', minimum: 0, maximum: 1 });
export const anything = (): Field<unknown> => field({});
export const strings = (): Field<readonly string[]> =>
  field({ type: 'array', items: { type: 'string' } });
export const scalars = (): Field<readonly (Scalar | null)[]> =>
  exact({ type: 'array', items: { type: [...SCALAR.type, 'null'] } });

/** One of a few texts. */
export function oneOf<const T extends string>(...values: readonly T[]): Field<T> {
  return field({ enum: values });
}

/** A list of `inner`, at least `minItems` long. */
export function listOf<T>(inner: Field<T>, minItems = 0): Field<readonly T[]> {
  return like(inner, { type: 'array', items: inner.schema, minItems });
}

/** The JSON Schema of an object with these fields and no others. */
export function objectSchema(fields: Fields): JsonSchema {
  const entries = Object.entries(fields);
  return {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, { schema }]) => [name, schema])),
    required: entries.filter(([, { required }]) => required).map(([name]) => name),
    additionalProperties: false,
  };
}
