import { Ajv, type AnySchema, type ErrorObject, type Options, type ValidateFunction } from 'ajv';

/** Tells whether a value follows a JSON Schema. */
export interface SchemaCheck<Value> {
  (value: unknown): value is Value;
  /** Of the last value that was asked about. */
  readonly errors: readonly ErrorObject[];
}

/**
 * A check of a JSON Schema of ours, compiled when the first value is asked about: a start that needs none pays nothing.
 *
 * Strict mode still refuses unknown keywords; the check against the meta-schema is left out, since compiling that one
 * takes some 30 ms.
 */
export function schemaCheck<Value>(schema: AnySchema, options: Options = {}): SchemaCheck<Value> {
  let compiled: ValidateFunction<Value> | undefined;
  const check = (value: unknown): value is Value => {
    compiled ??= new Ajv({ ...options, meta: false, validateSchema: false }).compile<Value>(schema);
    return compiled(value);
  };
  const errors = { get: () => compiled?.errors ?? [] };
  return Object.defineProperty(check, 'errors', errors) as SchemaCheck<Value>;
}
