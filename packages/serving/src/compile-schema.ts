import { Ajv, type AnySchema, type Options, type ValidateFunction } from 'ajv';

/**
 * Compiles a JSON Schema of ours.
 *
 * Strict mode still refuses unknown keywords; the check against the meta-schema is left out, since compiling that one
 * takes some 30 ms of a cold start.
 */
export function compileSchema<Value>(
  schema: AnySchema,
  options: Options = {},
): ValidateFunction<Value> {
  return new Ajv({ ...options, meta: false, validateSchema: false }).compile<Value>(schema);
}
